"""The sample recordings that come with the model, cut into sentences, as a folder of 16 kHz WAV files with transcripts."""

import array
import math
import operator
import pathlib
import wave

import speech

BECKETT = "Ever tried, ever failed, no matter, try again, fail again, fail better."
# Seconds of two_cities.wav, cut in its pauses; the words are the novel's.
TWO_CITIES = (
    (0.6, 4.9, "It was the best of times, it was the worst of times,"),
    (4.9, 8.52, "it was the age of wisdom, it was the age of foolishness,"),
    (8.52, 13.12, "it was the epoch of belief, it was the epoch of incredulity,"),
    (13.12, 17.2, "it was the season of light, it was the season of darkness,"),
    (17.2, 20.85, "it was the spring of hope, it was the winter of despair,"),
    (20.85, 24.32, "we had everything before us, we had nothing before us,"),
    (24.32, 28.7, "we were all going direct to heaven, we were all going direct the other way"),
    (28.7, 32.58, "in short, the period was so far like the present period"),
    (32.58, 42.2, "that some of its noisiest authorities insisted on its being received, for good or for evil, in the "
     "superlative degree of comparison only."),
)
RATIO = 3  # of 48 to 16 kHz
HALF = 40


def prepare(samples: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Makes the folder unless it is there."""
    if (folder / "transcripts.tsv").is_file():
        return folder
    beckett, cities = samples / "beckett.wav", samples / "two_cities.wav"
    for path in (beckett, cities):
        if not path.is_file():
            raise speech.InputError(f"no recordings: --audio is not given and {path} is not there")
    folder.mkdir(parents=True, exist_ok=True)
    rows = [("beckett.wav", speech.read_wav(beckett), BECKETT)]
    with wave.open(str(cities), "rb") as recording:
        if (recording.getframerate(), recording.getnchannels(), recording.getsampwidth()) != (48000, 1, 2):
            raise speech.InputError(f"{cities} is not 48 kHz mono with 2 bytes")
        pcm = third(array.array("h", recording.readframes(recording.getnframes())))
    for index, (start, stop, text) in enumerate(TWO_CITIES, 1):
        cut = pcm[round(start * speech.RATE_HZ) : round(stop * speech.RATE_HZ)]
        rows.append((f"two-cities-{index}.wav", cut.tobytes(), text))
    for name, content, _ in rows:
        with wave.open(str(folder / name), "wb") as file:
            file.setparams((1, 2, speech.RATE_HZ, 0, "NONE", ""))
            file.writeframes(content)
    table = "file\ttext\n" + "".join(f"{name}\t{text}\n" for name, _, text in rows)
    (folder / "transcripts.tsv").write_text(table, encoding="utf-8")
    return folder


def third(samples: array.array) -> array.array:
    """A third of the rate, by a windowed sinc whose cut-off lies below the new half rate."""
    cutoff = 0.9 / RATIO
    taps = []
    for index in range(-HALF, HALF + 1):
        sinc = 1.0 if index == 0 else math.sin(math.pi * cutoff * index) / (math.pi * cutoff * index)
        taps.append(sinc * (0.5 + 0.5 * math.cos(math.pi * index / (HALF + 1))))
    total = sum(taps)
    taps = [tap / total for tap in taps]
    padded = array.array("h", bytes(2 * HALF)) + samples + array.array("h", bytes(2 * HALF))
    values = (
        round(sum(map(operator.mul, taps, padded[at : at + 2 * HALF + 1]))) for at in range(0, len(samples), RATIO)
    )
    return array.array("h", (max(-32768, min(32767, value)) for value in values))
