"""Results: partials, when finals come, and that only the samples count (contract §4.1, §4.5, §5–7)."""

import random
import time

import speech
import stt_pb2
from case import ServerCase
from harness import PHRASE_SEC, WHOLE_SEC, beckett, chunked, first_sentence, four_phrases, short_phrase, stream

BECKETT_WORDS = speech.words(speech.BECKETT_TEXT)
FOUR_WORDS = speech.words(speech.FOUR_PHRASES_TEXT)


class Partials(ServerCase):
    def paced(self, pcm: bytes, speed: float, **fields):
        """Sends 100 ms chunks at speed times real time, so that partials have their chance."""
        session_id, _ = self.create(**fields)
        live = self.live(self.stub, session_id)
        start = time.monotonic()
        for index, chunk in enumerate(chunked(pcm)):
            time.sleep(max(0.0, start + index * 0.1 / speed - time.monotonic()))
            live.send(chunk)
        outcome = live.outcome()
        self.assert_ok(outcome)
        return outcome

    def test_committed_text_grows_and_the_final_is_last(self):
        outcome = self.paced(beckett(), 3.0, attributes={"partial": "on"}, vad_silence=WHOLE_SEC)
        self.assertGreaterEqual(len(outcome.partials), 3)
        self.assertFalse(outcome.results[0].is_final)
        self.assertTrue(outcome.results[-1].is_final)
        self.assertEqual(BECKETT_WORDS, outcome.words)
        self.assertEqual(BECKETT_WORDS, speech.words(outcome.results[-1].committed_text))
        early = outcome.partials[0]
        self.assertEqual("ever", speech.words(early.committed_text + early.unstable_text)[0])
        self.assertGreaterEqual(outcome.decode_count, len(outcome.partials) + 1)

    def test_partials_do_not_change_the_finals(self):
        fields = {"vad_silence": PHRASE_SEC}
        without = self.recognize(beckett(), **fields)
        outcome = self.paced(beckett(), 4.0, attributes={"partial_mode": "enable"}, **fields)
        self.assertEqual(without.segments, outcome.segments)

    def test_none_unless_asked_for(self):
        for value in ("off", "0", ""):
            with self.subTest(value):
                outcome = self.paced(first_sentence(), 4.0, attributes={"partial": value}, vad_silence=WHOLE_SEC)
                self.assertEqual([], outcome.partials)
                self.assertEqual("ever tried ever failed".split(), outcome.words)


class Finals(ServerCase):
    def settled_then_ended(self, switch: str):
        """(results before the end was sent, outcome): all utterances are settled before the end is."""
        session_id, _ = self.create(vad_silence=PHRASE_SEC, attributes={"emit_final_on_vad": switch})
        live = self.live(self.stub, session_id)
        live.send(*chunked(four_phrases() + speech.silence(1.0), end="half"))
        settled = lambda results: results and speech.words(results[-1].committed_text) == FOUR_WORDS
        self.assertTrue(live.wait_for(settled, 30), [result.committed_text for result in live.results])
        before = list(live.results)
        live.send(stt_pb2.AudioChunk(is_final=True))
        outcome = live.outcome()
        self.assert_ok(outcome)
        self.assertEqual(before, outcome.results[: len(before)])
        return before, outcome

    def test_on_each_endpoint_when_asked_for(self):
        before, outcome = self.settled_then_ended("on")
        self.assertEqual([], outcome.partials)
        self.assertEqual(before, outcome.results)
        self.assertEqual(4, len(before))

    def test_at_the_end_otherwise_each_segment_once(self):
        before, outcome = self.settled_then_ended("off")
        _, at_once = self.settled_then_ended("on")
        self.assertEqual([], [result for result in before if result.is_final])
        self.assertEqual([], outcome.partials[len(before) :])
        self.assertEqual(at_once.segments, outcome.segments)
        shown = [(partial.text, partial.start_sec, partial.end_sec) for partial in before]
        self.assertEqual(shown, outcome.segments)
        for partial in before:
            self.assertEqual("", partial.unstable_text)
        for final in outcome.finals:
            self.assertEqual(FOUR_WORDS, speech.words(final.committed_text))
        self.assertEqual(len(at_once.finals), outcome.decode_count, "withheld finals add no decode")

    def test_times_follow_the_audio_clock(self):
        _, outcome = self.settled_then_ended("on")
        end_sec = len(four_phrases()) / 2 / speech.RATE_HZ
        previous = 0.0
        for final in outcome.finals:
            self.assertGreaterEqual(final.start_sec, previous)
            self.assertLessEqual(final.end_sec, end_sec)
            previous = final.end_sec
        self.assertLess(outcome.finals[0].end_sec, 1.9)
        self.assertGreater(outcome.finals[-1].start_sec, 4.0)

    def test_come_without_another_chunk(self):
        session_id, _ = self.create(attributes={"emit_final_on_vad": "on"})
        live = self.live(self.stub, session_id)
        live.send(*chunked(first_sentence() + speech.silence(1.0), end="half"))
        self.assertTrue(live.wait_for(lambda results: results, 3.0), "no final within 3 s of the endpoint")
        self.assertTrue(live.results[0].is_final)
        live.half_close()
        outcome = live.outcome()
        self.assert_ok(outcome)
        self.assertEqual("ever tried ever failed".split(), outcome.words)

    def test_with_the_detector_off_all_audio_is_one_utterance(self):
        fields = {"vad_threshold_override": 0.0, "vad_silence": 0.1, "attributes": {"emit_final_on_vad": "on"}}
        session_id, _ = self.create(**fields)
        live = self.live(self.stub, session_id)
        live.send(*chunked(first_sentence() + speech.silence(0.5), end="half"))
        self.assertFalse(live.wait_for(lambda results: results, 1.0), live.results)
        live.half_close()
        outcome = live.outcome()
        self.assert_ok(outcome)
        self.assertEqual("ever tried ever failed".split(), outcome.words)
        self.assertEqual(1, outcome.decode_count)


class Samples(ServerCase):
    def sent(self, chunks, **fields):
        session_id, _ = self.create(vad_silence=PHRASE_SEC, **fields)
        outcome = stream(chunks, session_id=session_id)
        self.assert_ok(outcome)
        return outcome

    def test_chunk_sizes_even_and_odd_do_not_matter(self):
        expected = self.sent(chunked(four_phrases()))
        self.assertEqual(FOUR_WORDS, expected.words)
        for size in (3201, 641, 63999):
            with self.subTest(size):
                self.assertEqual(expected.segments, self.sent(chunked(four_phrases(), size=size)).segments)

    def test_random_chunk_sizes_do_not_matter(self):
        expected = self.sent(chunked(beckett()))
        sizes = random.Random(20)
        chunks, at = [], 0
        while at < len(beckett()):
            size = sizes.choice((0, 1, 2, 3, 511, 1024, 1025, 6401, 30001))
            chunks.append(stt_pb2.AudioChunk(pcm16=beckett()[at : at + size], sample_rate=16000))
            at += size
        chunks[-1].is_final = True
        self.assertEqual(expected.segments, self.sent(chunks).segments)

    def test_two_bytes_a_chunk_do_not_matter(self):
        expected = self.sent(chunked(short_phrase()))
        self.assertEqual("no matter".split(), expected.words)
        self.assertEqual(expected.segments, self.sent(chunked(short_phrase(), size=2)).segments)

    def test_other_rates_give_the_same_words(self):
        for rate in (8000, 44100, 48000):
            with self.subTest(rate):
                pcm = speech.resample(first_sentence(), rate)
                outcome = self.sent(chunked(pcm, rate=rate, size=rate // 5))
                self.assertEqual("ever tried ever failed".split(), outcome.words)

    def test_the_rate_may_change_within_an_utterance(self):
        half = len(first_sentence()) // 4 * 2
        faster = speech.resample(first_sentence()[half:], 48000)
        chunks = chunked(first_sentence()[:half], end="half") + chunked(faster, rate=48000, size=9600)
        self.assertEqual("ever tried ever failed".split(), self.sent(chunks).words)

    def test_silence_and_noise_have_no_words(self):
        sounds = {
            "zeros": speech.silence(3.0),
            "faint noise": speech.white_noise(3.0, 60, seed=1),
            "loud noise": speech.white_noise(3.0, 6000, seed=2),
        }
        for name, pcm in sounds.items():
            for end in ("final", "half"):
                with self.subTest(f"{name} {end}"):
                    outcome = self.sent(chunked(pcm, end=end))
                    self.assertEqual([], [result.text for result in outcome.results])
