"""Audio for the load: recordings with transcripts, silence, noise, and where in them somebody speaks."""

import array
import math
import pathlib
import random
import re
import wave

RATE_HZ = 16000
FRAME = 512
GAP_SECONDS = 1.2
DIGITS = "zero one two three four five six seven eight nine".split()


class InputError(Exception):
    """What was given cannot be used; the message says why."""


def corpus(folder: str) -> list[tuple[str, bytes, str]]:
    """(name, PCM, transcript) of a folder with a transcripts.tsv."""
    table = pathlib.Path(folder) / "transcripts.tsv"
    if not table.is_file():
        raise InputError(f"{folder} has no transcripts.tsv")
    found = []
    for line in table.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) >= 2 and columns[0].endswith(".wav"):
            found.append((columns[0], read_wav(pathlib.Path(folder) / columns[0]), columns[-1].strip()))
    if not found:
        raise InputError(f"{table} names no .wav file")
    return found


def read_wav(path: pathlib.Path) -> bytes:
    try:
        with wave.open(str(path), "rb") as recording:
            shape = (recording.getframerate(), recording.getnchannels(), recording.getsampwidth())
            if shape != (RATE_HZ, 1, 2):
                raise InputError(f"{path} has {shape[0]} Hz, {shape[1]} channels, {shape[2]} bytes; 16000, 1, 2 needed")
            return recording.readframes(recording.getnframes())
    except (OSError, EOFError, wave.Error) as problem:
        raise InputError(f"{path} cannot be read: {problem}") from problem


def speech_frames(pcm: bytes) -> list[float]:
    """Start times, in seconds, of the 32 ms frames that are louder than 20 dB below the loud ones."""
    samples = array.array("h", pcm)
    levels = [
        math.sqrt(sum(value * value for value in samples[at : at + FRAME]) / FRAME)
        for at in range(0, len(samples) - FRAME + 1, FRAME)
    ]
    if not levels:
        return []
    bound = max(30.0, sorted(levels)[int(0.95 * (len(levels) - 1))] * 10 ** (-20 / 20))
    return [index * FRAME / RATE_HZ for index, level in enumerate(levels) if level > bound]


def chunk_of(position: int, chunk_samples: int, chunks: int) -> int:
    """The chunk that brings the sample in front of a position: a frame has arrived with its last sample."""
    return min(max((position - 1) // chunk_samples, 0), chunks - 1)


def spoken(start: float, stop: float, pre_roll: float, tail: float) -> tuple[int, int, float]:
    """Where the first frame of speech of a result ends and where its last one does, in samples, and the seconds between.

    A result begins pre_roll before the first frame, for which there is room in front of all speech, and ends tail behind the last.
    """
    onset = round((start + pre_roll) * RATE_HZ)
    end = max(onset + FRAME, round((stop - tail) * RATE_HZ))
    return onset + FRAME, end, (end - onset) / RATE_HZ


class Script:
    """What one session says: its PCM, its transcript, and the span of each recording in it."""

    def __init__(self, kind: str, seconds: float, recordings, seed: int, lead: float = 0.0):
        """lead: silence in front of the first recording."""
        chooser = random.Random(seed)
        self.text, self.spans = "", []
        if kind == "silence":
            self.pcm = bytes(2 * int(seconds * RATE_HZ))
            return
        if kind == "noise":
            block = array.array("h", (chooser.randint(-300, 300) for _ in range(RATE_HZ)))
            self.pcm = (block.tobytes() * (int(seconds) + 1))[: 2 * int(seconds * RATE_HZ)]
            return
        silence = bytes(2 * int(lead * RATE_HZ))
        parts, texts, length = [silence], [], len(silence) / 2 / RATE_HZ
        gap = bytes(2 * int(GAP_SECONDS * RATE_HZ))
        while length < seconds:
            _, pcm, text, frames = chooser.choice(recordings)
            parts += [pcm, gap]
            texts.append(text)
            if frames:
                self.spans.append((length + frames[0], length + frames[-1] + FRAME / RATE_HZ))
            length += (len(pcm) + len(gap)) / 2 / RATE_HZ
        self.pcm, self.text = b"".join(parts), " ".join(texts)


def words(text: str) -> list[str]:
    spelled = re.sub(r"\d", lambda digit: f" {DIGITS[int(digit[0])]} ", text.lower()).replace("'", "")
    return re.findall(r"[^\W_]+", spelled)


def word_errors(expected: list[str], heard: list[str]) -> int:
    row = list(range(len(heard) + 1))
    for index, word in enumerate(expected, 1):
        left, row[0] = row[0], index
        for column, other in enumerate(heard, 1):
            left, row[column] = row[column], min(left + (word != other), row[column] + 1, row[column - 1] + 1)
    return row[-1]
