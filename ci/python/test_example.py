"""The example client of the documentation, run as its reader would."""

import pathlib
import subprocess
import sys
import tempfile
import wave

import speech
from case import ServerCase
from harness import SAMPLES, TARGET, four_phrases

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "python" / "client.py"


class Example(ServerCase):
    def run_client(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, str(EXAMPLE), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def test_prints_partials_and_finals(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "phrases.wav"
            with wave.open(str(path), "wb") as recording:
                recording.setparams((1, 2, speech.RATE_HZ, 0, "NONE", ""))
                recording.writeframes(four_phrases())
            client = self.run_client("--target", TARGET, "--speed", "4", str(path))
        self.assertEqual(0, client.returncode, client.stderr)
        lines = client.stdout.splitlines()
        self.assertTrue(any(line.startswith("partial ") for line in lines), lines)
        spoken = " ".join(line.split("]", 1)[1] for line in lines if line.startswith("final "))
        self.assertEqual(speech.words(speech.FOUR_PHRASES_TEXT), speech.words(spoken))

    def test_says_why_it_failed(self):
        client = self.run_client("--target", "127.0.0.1:1", str(SAMPLES / "beckett.wav"))
        self.assertEqual(1, client.returncode)
        self.assertRegex(client.stderr, r"^UNAVAILABLE: ")
        self.assertNotIn("Traceback", client.stderr)
