"""The wire itself: sizes, garbage, compression, unknown methods, cancels, deadlines (contract §1, §9.2)."""

import time

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

import speech
import stt_pb2
import stt_pb2_grpc
from case import ServerCase
from harness import (
    CALL_SEC,
    PHRASE_SEC,
    beckett,
    chunked,
    collect,
    connect,
    first_sentence,
    outcome_of,
    shared_channel,
    stream,
)

EXHAUSTED = grpc.StatusCode.RESOURCE_EXHAUSTED
INVALID = grpc.StatusCode.INVALID_ARGUMENT
UNIMPLEMENTED = grpc.StatusCode.UNIMPLEMENTED
CREATE = "/stt.STTBackend/CreateSession"
RECOGNIZE = "/stt.STTBackend/StreamingRecognize"
WORDS = "ever tried ever failed".split()


def raw_unary(method: str, body: bytes):
    """The call of a unary method with this message body, ended."""
    try:
        shared_channel().unary_unary(method)(body, timeout=CALL_SEC)
    except grpc.RpcError as refusal:
        return outcome_of(refusal, [])
    raise AssertionError(f"{method} accepted {len(body)} raw bytes")


def raw_stream(method: str, *bodies: bytes, metadata=()):
    return collect(shared_channel().stream_stream(method)(iter(bodies), metadata=metadata, timeout=CALL_SEC))


class Sizes(ServerCase):
    OVERSIZED = stt_pb2.AudioChunk(pcm16=bytes(2 << 20), sample_rate=16000)

    def refused_as_oversized(self, **options):
        session_id, _ = self.create()
        outcome = stream([self.OVERSIZED], session_id=session_id, **options)
        self.assert_refused(outcome, EXHAUSTED, None)
        return session_id, outcome

    def test_a_chunk_message_over_the_receive_limit(self):
        self.refused_as_oversized()

    def test_that_end_has_its_trailers_too(self):
        self.assert_trailers(self.refused_as_oversized()[1])

    def test_compressed_chunks_count_inflated(self):
        self.refused_as_oversized(compression=grpc.Compression.Gzip)

    def test_oversized_chunks_leave_no_session_behind(self):
        for compression in (grpc.Compression.NoCompression, grpc.Compression.Gzip):
            with self.subTest(compression):
                ids = [self.create()[0] for _ in range(20)]
                for session_id in ids:
                    stream([self.OVERSIZED], session_id=session_id, compression=compression)
                for session_id in ids:
                    self.assert_free_soon(session_id)

    def test_a_session_request_over_256_kib(self):
        for size in (300 << 10, 2 << 20):
            with self.subTest(size):
                self.assert_create_refused(EXHAUSTED, None, attributes={"long": "a" * size})

    def test_a_session_request_just_under_256_kib(self):
        _, response = self.create(attributes={"long": "a" * (255 << 10)})
        self.assertEqual(255 << 10, len(response.attributes["long"]))

    def test_a_compressed_session_request_counts_inflated(self):
        request = self.request(attributes={"long": "a" * (300 << 10)})
        with self.assertRaises(grpc.RpcError) as caught:
            self.stub.CreateSession(request, timeout=CALL_SEC, compression=grpc.Compression.Gzip)
        self.assert_refused(outcome_of(caught.exception, []), EXHAUSTED, None)


class Bytes(ServerCase):
    # No tag at all, a field longer than the message, a session_id (field 1 here, 4 there) that is not UTF-8.
    GARBAGE = (b"\xff\xff\xff\xff", b"\x0a\x7fshort", b"\x0a\x02\xc3\x28")
    GARBLED_CHUNKS = (b"\xff\xff\xff\xff", b"\x0a\x7fshort", b"\x22\x02\xc3\x28")

    def test_what_is_no_message_is_an_invalid_argument(self):
        for body in self.GARBAGE:
            with self.subTest(body):
                self.assert_refused(raw_unary(CREATE, body), INVALID, None)
        for body in self.GARBLED_CHUNKS:
            with self.subTest(body):
                self.assert_refused(raw_stream(RECOGNIZE, body), INVALID, None)

    def test_garbage_in_the_middle_of_a_stream(self):
        session_id, _ = self.create()
        chunk = chunked(first_sentence())[0].SerializeToString()
        outcome = raw_stream(RECOGNIZE, chunk, b"\xff\xff\xff\xff", metadata=(("session-id", session_id),))
        self.assert_refused(outcome, INVALID, None)
        self.assert_free_soon(session_id)

    def test_fields_of_a_later_version_are_skipped(self):
        session_id = self.new_id()
        self.addCleanup(self.give_back, session_id)
        request = self.request(session_id=session_id).SerializeToString() + b"\xfa\x3e\x03new"
        answer = shared_channel().unary_unary(CREATE)(request, timeout=CALL_SEC)
        self.assertEqual(0.5, stt_pb2.SessionResponse.FromString(answer).vad_threshold)

    def test_an_empty_message_is_one_without_id(self):
        self.assert_refused(raw_unary(CREATE, b""), INVALID, "ERR1001")
        self.assert_refused(raw_stream(RECOGNIZE, b""), grpc.StatusCode.UNAUTHENTICATED, "ERR1004", trailers=True)

    def test_unknown_methods(self):
        for method in ("/stt.STTBackend/ListSessions", "/stt.Other/CreateSession"):
            with self.subTest(method):
                self.assert_refused(raw_unary(method, b""), UNIMPLEMENTED, None)
                self.assert_refused(raw_stream(method, b"", b""), UNIMPLEMENTED, None)

    def test_gzip_is_understood(self):
        gzip = grpc.Compression.Gzip
        request = self.request(attributes={"long": "a" * 5000})
        response = self.stub.CreateSession(request, timeout=CALL_SEC, compression=gzip)
        self.assertEqual(5000, len(response.attributes["long"]))
        chunks = chunked(first_sentence() + speech.silence(2.0), request.session_id)
        outcome = stream(chunks, compression=gzip)
        self.assert_ok(outcome)
        self.assertEqual(WORDS, outcome.words)

    def test_other_encodings_are_not(self):
        with self.assertRaises(grpc.RpcError) as caught:
            request = self.request(attributes={"long": "a" * 5000})
            self.stub.CreateSession(request, timeout=CALL_SEC, compression=grpc.Compression.Deflate)
        self.assert_refused(outcome_of(caught.exception, []), UNIMPLEMENTED, None)


class HangUps(ServerCase):
    def streaming(self, seconds=CALL_SEC, stub=None):
        """A session and its open stream, claimed for certain because a final has come."""
        session_id, _ = self.create(attributes={"emit_final_on_vad": "on", "partial": "on"})
        live = self.live(stub or self.stub, session_id, seconds)
        live.send(*chunked(first_sentence() + speech.silence(1.2), end="half"))
        self.assertTrue(live.wait_for(lambda results: results and results[-1].is_final, 20))
        return session_id, live

    def test_a_cancel_frees_the_id(self):
        session_id, live = self.streaming()
        live.send(*chunked(beckett(), end="half"))
        live.call.cancel()
        self.assertEqual(grpc.StatusCode.CANCELLED, live.outcome().status)
        self.assert_free_soon(session_id)

    def test_a_deadline_frees_the_id(self):
        session_id, live = self.streaming(seconds=3.0)
        outcome = live.outcome()
        self.assert_refused(outcome, grpc.StatusCode.DEADLINE_EXCEEDED, None)
        self.assert_free_soon(session_id)

    def test_a_closed_connection_frees_the_id(self):
        channel = connect()
        session_id, live = self.streaming(stub=stt_pb2_grpc.STTBackendStub(channel))
        live.send(*chunked(beckett(), end="half"))
        channel.close()
        self.assertEqual(grpc.StatusCode.CANCELLED, live.outcome().status)
        self.assert_free_soon(session_id)

    def test_a_client_that_reads_late_gets_everything(self):
        # Without look-ahead the client grants no window for a result that nobody asks for yet.
        channel = connect(grpc__http2__lookahead_bytes=0, grpc__http2__bdp_probe=0)
        self.addCleanup(channel.close)
        session_id, _ = self.create(vad_silence=PHRASE_SEC, attributes={"emit_final_on_vad": "on"})
        expected = self.recognize(beckett(), vad_silence=PHRASE_SEC, attributes={"emit_final_on_vad": "on"})
        stub = stt_pb2_grpc.STTBackendStub(channel)
        call = stub.StreamingRecognize(
            iter(chunked(beckett())), metadata=(("session-id", session_id),), timeout=CALL_SEC
        )
        time.sleep(3.0)
        outcome = collect(call)
        self.assert_ok(outcome)
        self.assertEqual(expected.segments, outcome.segments)


class Health(ServerCase):
    def test_both_names_serve(self):
        health = health_pb2_grpc.HealthStub(shared_channel())
        for name in ("", "stt.STTBackend"):
            with self.subTest(name):
                request = health_pb2.HealthCheckRequest(service=name)
                self.assertEqual(health_pb2.HealthCheckResponse.SERVING, health.Check(request, timeout=10).status)
                watch = health.Watch(request, timeout=10)
                self.assertEqual(health_pb2.HealthCheckResponse.SERVING, next(watch).status)
                watch.cancel()

    def test_other_names_are_unknown(self):
        health = health_pb2_grpc.HealthStub(shared_channel())
        with self.assertRaises(grpc.RpcError) as caught:
            health.Check(health_pb2.HealthCheckRequest(service="other"), timeout=10)
        self.assertEqual(grpc.StatusCode.NOT_FOUND, caught.exception.code())

    def test_there_is_no_reflection(self):
        for version in ("v1", "v1alpha"):
            method = f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo"
            self.assert_refused(raw_stream(method, b"\x3a\x00"), UNIMPLEMENTED, None)
