"""StreamingRecognize: binding, ends, tokens and refused chunks (contract §3.1, §4, §9.1)."""

import grpc

import speech
import stt_pb2
from case import ServerCase
from harness import PHRASE_SEC, WHOLE_SEC, beckett, chunked, first_sentence, http, stream

UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED
INVALID = grpc.StatusCode.INVALID_ARGUMENT
DENIED = grpc.StatusCode.PERMISSION_DENIED
WORDS = "ever tried ever failed".split()


class Binding(ServerCase):
    def test_by_metadata_with_a_hyphen(self):
        session_id, _ = self.create()
        outcome = stream(chunked(first_sentence()), session_id=session_id)
        self.assert_ok(outcome)
        self.assertEqual(WORDS, outcome.words)

    def test_by_metadata_with_an_underscore(self):
        session_id, _ = self.create()
        call = self.stub.StreamingRecognize(
            iter(chunked(first_sentence())), metadata=(("session_id", f" {session_id} "),), timeout=30
        )
        finals = [result for result in call if result.is_final]
        self.assertEqual(WORDS, speech.words(" ".join(final.text for final in finals)))

    def test_by_the_first_chunk_alone(self):
        session_id, _ = self.create()
        chunks = chunked(first_sentence())
        chunks[0].session_id = session_id
        outcome = stream(chunks)
        self.assert_ok(outcome)
        self.assertEqual(WORDS, outcome.words)

    def test_unknown_in_metadata_ends_at_once_without_trailers(self):
        live = self.live(self.stub, session_id=self.new_id())
        outcome = live.outcome()
        self.assert_refused(outcome, UNAUTHENTICATED, "ERR1004", trailers=False)

    def test_unknown_in_metadata_while_audio_is_on_its_way(self):
        outcome = stream(chunked(beckett(), size=64000), session_id=self.new_id())
        self.assert_refused(outcome, UNAUTHENTICATED, "ERR1004", trailers=False)

    def test_unknown_or_missing_in_the_first_chunk(self):
        for session_id in (self.new_id(), "", "  "):
            with self.subTest(session_id):
                outcome = stream(chunked(first_sentence(), session_id))
                self.assert_refused(outcome, UNAUTHENTICATED, "ERR1004", trailers=True)
                self.assertEqual(0, outcome.decode_count)

    def test_a_second_stream_of_a_claimed_session_is_refused(self):
        session_id, _ = self.create(attributes={"emit_final_on_vad": "on"})
        live = self.live(self.stub, session_id)
        live.send(*chunked(first_sentence() + speech.silence(1.2), end="half"))
        self.assertTrue(live.wait_for(lambda results: results, 20))
        by_metadata = stream(chunked(first_sentence()), session_id=session_id)
        self.assert_refused(by_metadata, grpc.StatusCode.ALREADY_EXISTS, "ERR1002", trailers=True)
        by_chunk = stream(chunked(first_sentence(), session_id))
        self.assert_refused(by_chunk, grpc.StatusCode.ALREADY_EXISTS, "ERR1002", trailers=True)
        live.half_close()
        outcome = live.outcome()
        self.assert_ok(outcome)
        self.assertEqual(WORDS, outcome.words)

    def test_chunks_of_another_session_are_ignored(self):
        session_id, _ = self.create()
        expected = self.recognize(first_sentence()).segments
        chunks = chunked(first_sentence())
        stranger = stt_pb2.AudioChunk(pcm16=bytes(64002), sample_rate=16000, session_id="stranger", is_final=True)
        outcome = stream(chunks[:9] + [stranger] + chunks[9:], session_id=session_id)
        self.assert_ok(outcome)
        self.assertEqual(expected, outcome.segments)


class Ends(ServerCase):
    def test_every_way_to_end_gives_the_same_finals(self):
        expected = self.recognize(beckett(), vad_silence=WHOLE_SEC)
        self.assertEqual(speech.words(speech.BECKETT_TEXT), expected.words)
        for end in ("final", "empty", "half"):
            with self.subTest(end):
                session_id, _ = self.create(vad_silence=WHOLE_SEC)
                outcome = stream(chunked(beckett(), session_id, end=end))
                self.assert_ok(outcome)
                self.assertEqual(expected.segments, outcome.segments)

    def test_nothing_after_the_final_chunk_is_read(self):
        expected = self.recognize(first_sentence())
        session_id, _ = self.create()
        tail = chunked(beckett()) + [stt_pb2.AudioChunk(pcm16=bytes(64002), sample_rate=16000)]
        outcome = stream(chunked(first_sentence(), session_id) + tail)
        self.assert_ok(outcome)
        self.assertEqual(expected.segments, outcome.segments)

    def test_a_stream_without_chunks_is_ok(self):
        session_id, _ = self.create()
        for metadata in ("", session_id):
            with self.subTest(metadata):
                outcome = stream([], session_id=metadata)
                self.assert_ok(outcome)
                self.assertEqual(([], 0), (outcome.results, outcome.decode_count))

    def test_automatic_end_after_the_first_utterance(self):
        session_id, response = self.create(vad_mode=stt_pb2.VAD_AUTO_END, vad_silence=PHRASE_SEC)
        self.assertEqual(stt_pb2.VAD_AUTO_END, response.vad_mode)
        live = self.live(self.stub, session_id)
        live.send(*chunked(beckett(), end="half"))
        outcome = live.outcome()
        self.assert_ok(outcome)
        self.assertEqual([], outcome.partials)
        self.assertEqual("ever tried".split(), outcome.words)
        self.assertEqual(1, outcome.decode_count)
        self.create(session_id=session_id)


class Tokens(ServerCase):
    def test_every_chunk_carries_it(self):
        outcome = self.recognize(first_sentence(), require_token=True)
        self.assertEqual(WORDS, outcome.words)

    def test_a_wrong_one_ends_its_stream_and_not_the_session(self):
        session_id, response = self.create(require_token=True)
        self.assertTrue(response.token_required)
        wrong = response.token[:-1] + ("0" if response.token[-1] != "0" else "1")
        for metadata, chunk_id in (("", session_id), (session_id, "")):
            for token in (wrong, "", response.token.upper() + "x"):
                with self.subTest(f"{metadata} {token}"):
                    outcome = stream(chunked(first_sentence(), chunk_id, token), session_id=metadata)
                    self.assert_refused(outcome, DENIED, "ERR1005", trailers=True)
        outcome = stream(chunked(first_sentence(), session_id, response.token))
        self.assert_ok(outcome)
        self.assertEqual(WORDS, outcome.words)

    def test_metadata_alone_does_not_claim(self):
        session_id, response = self.create(require_token=True)
        idle = self.live(self.stub, session_id)
        outcome = stream(chunked(first_sentence(), session_id, response.token))
        self.assert_ok(outcome)
        self.assertEqual(WORDS, outcome.words)
        idle.half_close()
        self.assert_ok(idle.outcome())

    def test_an_empty_final_chunk_needs_it_too(self):
        session_id, response = self.create(require_token=True)
        chunks = chunked(first_sentence(), session_id, response.token, end="empty")
        chunks[-1].session_token = ""
        outcome = stream(chunks)
        self.assert_refused(outcome, DENIED, "ERR1005", trailers=True)
        self.assertEqual([], outcome.finals)


class Chunks(ServerCase):
    def refused(self, *chunks) -> str:
        session_id, _ = self.create()
        outcome = stream(list(chunks), session_id=session_id)
        self.assert_refused(outcome, INVALID, "ERR1007", trailers=True)
        self.create(session_id=session_id)
        return outcome.details

    def test_impossible_rates(self):
        for rate in (1, 3999, 384001, 2147483647):
            with self.subTest(rate):
                self.assertIn(str(rate), self.refused(stt_pb2.AudioChunk(pcm16=bytes(2), sample_rate=rate)))

    def test_the_rates_at_the_border_pass(self):
        for rate in (4000, 384000):
            with self.subTest(rate):
                session_id, _ = self.create()
                self.assert_ok(stream(chunked(bytes(rate // 10), session_id, rate=rate)))

    def test_a_missing_rate_is_the_one_before(self):
        expected = self.recognize(first_sentence()).segments
        for first, rest in ((0, 0), (-5, -5), (16000, 0)):
            with self.subTest(f"{first} {rest}"):
                session_id, _ = self.create()
                chunks = chunked(first_sentence(), session_id, rate=rest)
                chunks[0].sample_rate = first
                outcome = stream(chunks)
                self.assert_ok(outcome)
                self.assertEqual(expected, outcome.segments)

    def test_two_seconds_pass(self):
        session_id, _ = self.create()
        outcome = stream(chunked(beckett(), session_id, size=64000))
        self.assert_ok(outcome)
        self.assertEqual(self.recognize(beckett()).segments, outcome.segments)

    def test_more_than_two_seconds_are_refused_with_both_numbers(self):
        for size in (64001, 64002):
            with self.subTest(size):
                details = self.refused(stt_pb2.AudioChunk(pcm16=bytes(size), sample_rate=16000))
                self.assertRegex(details, rf"\b{size}\b.*\b64000\b")

    def test_the_largest_chunk_follows_the_rate(self):
        session_id, _ = self.create()
        self.assert_ok(stream(chunked(bytes(32000), session_id, rate=8000, size=32000)))
        self.assertIn("32002", self.refused(stt_pb2.AudioChunk(pcm16=bytes(32002), sample_rate=8000)))


class Gauges(ServerCase):
    def test_an_open_stream_is_seen_under_its_hash_and_gone_after(self):
        series = "stt_stream_buffer_bytes_a29d803b477eb420 "
        session_id, _ = self.create(session_id="abc", attributes={"emit_final_on_vad": "on"})
        live = self.live(self.stub, session_id)
        live.send(*chunked(first_sentence() + speech.silence(1.2), end="half"))
        self.assertTrue(live.wait_for(lambda results: results, 20))
        self.assertIn("\n" + series, http("/metrics")[1])
        self.assertIn("\nstt_streams_active 1.0\n", http("/metrics")[1])
        live.half_close()
        self.assert_ok(live.outcome())
        self.assertNotIn(series, http("/metrics")[1])
