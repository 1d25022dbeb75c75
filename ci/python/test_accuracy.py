"""Longer recordings with known words, where they lie beside the checkout; run.py says when they do not."""

import speech
from case import ServerCase
from harness import RECORDINGS, WHOLE_SEC, chunked, stream

WORDS = speech.words(speech.JFK_TEXT)


class Recordings(ServerCase):
    def test_every_word_of_a_speech(self):
        pcm = speech.read_wav(RECORDINGS / "jfk-16k.wav")
        for fields in ({"vad_silence": WHOLE_SEC}, {"vad_threshold_override": 0.0}):
            with self.subTest(str(fields)):
                self.assertEqual(WORDS, self.recognize(pcm, language_code="en", **fields).words)

    def test_all_but_one_word_where_pauses_cut(self):
        # Cut off from what follows, the small model hears "ask not" as "as not".
        pcm = speech.read_wav(RECORDINGS / "jfk-16k.wav")
        for silence_sec in (0.8, 0.5, 0.4):
            with self.subTest(silence_sec):
                heard = self.recognize(pcm, vad_silence=silence_sec).words
                self.assertLessEqual(speech.word_errors(WORDS, heard), 1, heard)

    def test_all_but_one_word_at_telephone_rate(self):
        # Half the band is gone, and with it the last sound of "americans".
        pcm = speech.resample(speech.read_wav(RECORDINGS / "jfk-16k.wav"), 8000)
        session_id, _ = self.create(vad_silence=WHOLE_SEC)
        outcome = stream(chunked(pcm, session_id, rate=8000, size=1600))
        self.assert_ok(outcome)
        self.assertLessEqual(speech.word_errors(WORDS, outcome.words), 1, outcome.words)
