"""Longer recordings with known words, where they lie beside the checkout; run.py says when they do not."""

import speech
from case import ServerCase
from harness import RECORDINGS, chunked, stream


class Recordings(ServerCase):
    def test_every_word_of_a_speech(self):
        pcm = speech.read_wav(RECORDINGS / "jfk-16k.wav")
        for fields in ({}, {"vad_silence": 0.4}, {"vad_threshold_override": 0.0}, {"language_code": "en"}):
            with self.subTest(str(fields)):
                self.assertEqual(speech.words(speech.JFK_TEXT), self.recognize(pcm, **fields).words)

    def test_every_word_at_telephone_rate(self):
        pcm = speech.resample(speech.read_wav(RECORDINGS / "jfk-16k.wav"), 8000)
        session_id, _ = self.create()
        outcome = stream(chunked(pcm, session_id, rate=8000, size=1600))
        self.assert_ok(outcome)
        self.assertEqual(speech.words(speech.JFK_TEXT), outcome.words)
