"""Many streams at once, and good ones beside bad ones on one connection (contract §1, §4)."""

import concurrent.futures

import grpc

import speech
import stt_pb2
import stt_pb2_grpc
from case import ServerCase
from harness import CALL_SEC, PHRASE_SEC, WHOLE_SEC, beckett, chunked, collect, connect, short_phrase, stream


class Crowds(ServerCase):
    def test_ten_of_ten_connections(self):
        def one(_):
            channel = connect()
            self.addCleanup(channel.close)
            return self.recognize(beckett(), stub=stt_pb2_grpc.STTBackendStub(channel), vad_silence=WHOLE_SEC)

        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            outcomes = list(pool.map(one, range(10)))
        for outcome in outcomes:
            self.assertEqual(speech.words(speech.BECKETT_TEXT), outcome.words)
            self.assertEqual(outcomes[0].segments, outcome.segments)

    def test_a_hundred_streams_of_one_connection(self):
        expected = self.recognize(short_phrase())
        self.assertEqual("no matter".split(), expected.words)
        channel = connect()
        self.addCleanup(channel.close)
        stub = stt_pb2_grpc.STTBackendStub(channel)
        ids = [self.create(stub)[0] for _ in range(100)]
        streams = [self.live(stub, session_id, seconds=90) for session_id in ids]
        # Round by round, so that all hundred are open before the first has all its audio.
        for chunk in chunked(short_phrase()):
            for live in streams:
                live.send(chunk)
        for live in streams:
            outcome = live.outcome()
            self.assert_ok(outcome)
            self.assertEqual(expected.segments, outcome.segments)


class Bystander(ServerCase):
    """One good stream that is half-way while its neighbours on the connection misbehave."""

    def setUp(self):
        channel = connect()
        self.addCleanup(channel.close)
        self.channel = channel
        self.own = stt_pb2_grpc.STTBackendStub(channel)
        self.expected = self.recognize(beckett(), vad_silence=PHRASE_SEC, attributes={"emit_final_on_vad": "on"})
        session_id, _ = self.create(self.own, vad_silence=PHRASE_SEC, attributes={"emit_final_on_vad": "on"})
        self.good = self.live(self.own, session_id)
        chunks = chunked(beckett())
        self.good.send(*chunks[:50])
        self.rest = chunks[50:]
        self.assertTrue(self.good.wait_for(lambda results: results, 20))

    def finish_unharmed(self):
        self.good.send(*self.rest)
        outcome = self.good.outcome()
        self.assert_ok(outcome)
        self.assertEqual(self.expected.segments, outcome.segments)

    def test_refused_neighbours(self):
        flood = chunked(beckett(), size=64000)
        for _ in range(20):
            unknown = stream(flood, session_id=self.new_id(), stub=self.own)
            self.assert_refused(unknown, grpc.StatusCode.UNAUTHENTICATED, "ERR1004", trailers=False)
            self.assert_refused(stream(flood, stub=self.own), grpc.StatusCode.UNAUTHENTICATED, "ERR1004")
        self.finish_unharmed()

    def test_sixty_cancels_in_a_row(self):
        for _ in range(60):
            session_id, _ = self.create(self.own)
            neighbour = self.live(self.own, session_id)
            neighbour.send(*chunked(short_phrase(), end="half"))
            neighbour.call.cancel()
            self.assertEqual(grpc.StatusCode.CANCELLED, neighbour.outcome().status)
        self.finish_unharmed()

    def test_oversized_neighbours(self):
        oversized = stt_pb2.AudioChunk(pcm16=bytes(2 << 20), sample_rate=16000)
        too_long = stt_pb2.AudioChunk(pcm16=bytes(64002), sample_rate=16000)
        for chunk, status, code in (
            (oversized, grpc.StatusCode.RESOURCE_EXHAUSTED, None),
            (too_long, grpc.StatusCode.INVALID_ARGUMENT, "ERR1007"),
        ):
            for _ in range(5):
                session_id, _ = self.create(self.own)
                self.assert_refused(stream([chunk] * 3, session_id=session_id, stub=self.own), status, code)
        self.finish_unharmed()

    def test_garbled_neighbours(self):
        method = self.channel.stream_stream("/stt.STTBackend/StreamingRecognize")
        for _ in range(10):
            outcome = collect(method(iter([b"\xff" * 40000] * 3), timeout=CALL_SEC))
            self.assert_refused(outcome, grpc.StatusCode.INVALID_ARGUMENT, None)
        self.finish_unharmed()

    def test_a_neighbour_that_reads_nothing(self):
        session_id, _ = self.create(self.own, vad_silence=PHRASE_SEC, attributes={"emit_final_on_vad": "on"})
        chunks = chunked(beckett()[: len(beckett()) // 2] * 2, end="half")
        deaf = self.own.StreamingRecognize(iter(chunks), metadata=(("session-id", session_id),), timeout=CALL_SEC)
        self.finish_unharmed()
        self.assert_ok(collect(deaf))
