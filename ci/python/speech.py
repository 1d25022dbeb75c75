"""Recordings, synthetic audio and comparison of words. Audio is signed 16-bit little-endian mono PCM."""

import array
import math
import operator
import pathlib
import random
import re
import sys
import wave

RATE_HZ = 16000
BECKETT_TEXT = "Ever tried, ever failed, no matter, try again, fail again, fail better."
FOUR_PHRASES_TEXT = "Ever tried, ever failed, no matter, try again."
JFK_TEXT = "and so my fellow americans ask not what your country can do for you ask what you can do for your country"


def read_wav(path: pathlib.Path) -> bytes:
    with wave.open(str(path), "rb") as recording:
        shape = (recording.getframerate(), recording.getnchannels(), recording.getsampwidth())
        if shape != (RATE_HZ, 1, 2):
            raise ValueError(f"{path}: {shape[0]} Hz, {shape[1]} channels, {shape[2]} bytes; want 16000 Hz, 1, 2")
        return recording.readframes(recording.getnframes())


def cut(pcm: bytes, start_sec: float, end_sec: float) -> bytes:
    return pcm[2 * round(start_sec * RATE_HZ) : 2 * round(end_sec * RATE_HZ)]


def silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE_HZ))


def white_noise(seconds: float, amplitude: int, seed: int) -> bytes:
    source = random.Random(seed)
    return packed(source.randint(-amplitude, amplitude) for _ in range(round(seconds * RATE_HZ)))


def resample(pcm: bytes, to_hz: int) -> bytes:
    """From 16 kHz by a windowed sinc, its cut-off below half of the lower rate; one filter per phase."""
    samples = unpacked(pcm)
    divisor = math.gcd(RATE_HZ, to_hz)
    up, down = to_hz // divisor, RATE_HZ // divisor
    cutoff = 0.92 * min(1.0, to_hz / RATE_HZ)
    half = math.ceil(12 / cutoff)
    filters = [_phase(phase / up, half, cutoff) for phase in range(up)]
    padded = [0] * half + list(samples) + [0] * half
    count = len(samples) * up // down

    def sample(index: int) -> int:
        position, phase = divmod(index * down, up)
        value = sum(map(operator.mul, filters[phase], padded[position : position + 2 * half]))
        return max(-32768, min(32767, round(value)))

    return packed(sample(index) for index in range(count))


def _phase(fraction: float, half: int, cutoff: float) -> list[float]:
    taps = []
    for tap in range(2 * half):
        distance = tap - half - fraction
        sinc = 1.0 if distance == 0 else math.sin(math.pi * cutoff * distance) / (math.pi * cutoff * distance)
        window = 0.5 + 0.5 * math.cos(math.pi * distance / half) if abs(distance) < half else 0.0
        taps.append(sinc * window)
    total = sum(taps)
    return [tap / total for tap in taps]


def unpacked(pcm: bytes) -> array.array:
    samples = array.array("h")
    samples.frombytes(pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def packed(values) -> bytes:
    samples = array.array("h", values)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


def words(text: str) -> list[str]:
    """Lower-case words without punctuation: what two transcripts are compared by."""
    return re.findall(r"[a-z0-9']+", text.lower())


def word_errors(expected: list[str], heard: list[str]) -> int:
    """Words replaced, left out or added: the edit distance of the two."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(expected, 1):
        left, row[0] = row[0], index
        for column, other in enumerate(heard, 1):
            left, row[column] = row[column], min(left + (word != other), row[column] + 1, row[column - 1] + 1)
    return row[-1]
