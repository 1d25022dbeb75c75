"""The base of every case: sessions that are given back, and what every outcome must look like."""

import re
import unittest
import uuid

import grpc

import stt_pb2
from harness import CALL_SEC, LiveStream, Outcome, chunked, eventually, outcome_of, shared_stub, stream

SECONDS_KEYS = frozenset(
    f"stt-decode-{part}-sec" for part in ("buffer-wait", "queue-wait", "inference", "response-emit", "total")
)
COUNT_KEY = "stt-decode-count"
ERR = re.compile(r"ERR\d{4}")


class ServerCase(unittest.TestCase):
    """A case against the running server: sessions it made and nobody streamed on are given back after it."""

    maxDiff = None

    @property
    def stub(self):
        return shared_stub()

    def new_id(self) -> str:
        return f"{self._testMethodName}-{uuid.uuid4().hex[:8]}"

    def request(self, **fields) -> stt_pb2.SessionRequest:
        return stt_pb2.SessionRequest(**({"session_id": self.new_id()} | fields))

    def create(self, stub=None, **fields):
        """(session id, response) of a session made with these request fields."""
        request = self.request(**fields)
        response = (stub or self.stub).CreateSession(request, timeout=CALL_SEC)
        self.addCleanup(self.give_back, request.session_id, response.token)
        return request.session_id, response

    def give_back(self, session_id: str, token: str = "") -> None:
        """Ends a session that nobody streamed on; one that a cancelled stream holds has 5 s to end by itself."""
        end = stt_pb2.AudioChunk(session_id=session_id, session_token=token, is_final=True)

        def gone() -> bool:
            outcome = stream([end])
            return outcome.status is grpc.StatusCode.OK or outcome.details.startswith("ERR1004")

        self.assertTrue(eventually(gone, 5), f"{session_id} is still held by a stream")

    def live(self, stub, session_id="", seconds=CALL_SEC) -> LiveStream:
        """A stream fed step by step, cancelled at the latest when the case is over."""
        live = LiveStream(stub, session_id, seconds)
        self.addCleanup(live.call.cancel)
        return live

    def recognize(self, pcm: bytes, stub=None, **fields) -> Outcome:
        """A session with these fields and one ordinary stream of this audio, which must end with OK."""
        session_id, response = self.create(stub, **fields)
        outcome = stream(chunked(pcm, session_id, response.token), stub=stub)
        self.assert_ok(outcome)
        return outcome

    def assert_ok(self, outcome: Outcome) -> None:
        self.assertEqual((grpc.StatusCode.OK, ""), (outcome.status, outcome.details))
        self.assert_trailers(outcome)
        self.assert_committed_grows(outcome)

    def assert_refused(self, outcome, status: grpc.StatusCode, code: str | None, trailers=None) -> None:
        """code None: the message must carry no ERR code at all. trailers: whether the six must be there."""
        self.assertEqual(status, outcome.status, outcome.details)
        if code is None:
            self.assertIsNone(ERR.search(outcome.details), outcome.details)
        else:
            self.assertRegex(outcome.details, rf"^{code} [ -~]+$")
            self.assertLessEqual(len(outcome.details), 512)
        if trailers is True:
            self.assert_trailers(outcome)
        elif trailers is False:
            self.assertEqual({}, outcome.trailers)

    def assert_create_refused(self, status: grpc.StatusCode, code: str | None, **fields) -> str:
        """Asserts that CreateSession with these fields is refused so; answers the status message."""
        with self.assertRaises(grpc.RpcError) as caught:
            self.create(**fields)
        outcome = outcome_of(caught.exception, [])
        self.assert_refused(outcome, status, code)
        return outcome.details

    def assert_free_soon(self, session_id: str) -> None:
        """A hang-up must give the id back within 5 s; until then it is refused as registered and in no other way."""

        def created() -> bool:
            try:
                self.create(session_id=session_id)
                return True
            except grpc.RpcError as refusal:
                self.assert_refused(outcome_of(refusal, []), grpc.StatusCode.ALREADY_EXISTS, "ERR1002")
                return False

        self.assertTrue(eventually(created, 5), f"{session_id} still registered after 5 s")

    def assert_trailers(self, outcome: Outcome) -> None:
        self.assertEqual(SECONDS_KEYS | {COUNT_KEY}, set(outcome.trailers))
        for key in SECONDS_KEYS:
            self.assertRegex(outcome.trailers[key], r"^\d+\.\d{6}$", key)
        self.assertRegex(outcome.trailers[COUNT_KEY], r"^\d+$")
        seconds = {key: float(outcome.trailers[key]) for key in SECONDS_KEYS}
        total = seconds.pop("stt-decode-total-sec")
        # Each of the five is rounded on its own to a millionth.
        self.assertAlmostEqual(total, sum(seconds.values()), delta=3e-6)
        self.assertEqual({}, outcome.initial)
        if outcome.results:
            self.assertGreaterEqual(outcome.decode_count, 1)
            self.assertGreater(seconds["stt-decode-inference-sec"], 0.0)

    def assert_committed_grows(self, outcome: Outcome) -> None:
        before = ""
        for result in outcome.results:
            self.assertTrue(
                result.committed_text.startswith(before),
                f"{result.committed_text!r} does not start with {before!r}",
            )
            before = result.committed_text
            self.assertEqual(result.unstable_text.lstrip(), result.unstable_text)
            self.assertLessEqual(result.start_sec, result.end_sec)
            if result.is_final:
                self.assertEqual("", result.unstable_text)
        starts = [final.start_sec for final in outcome.finals]
        self.assertEqual(sorted(starts), starts, "finals out of order")
