"""What every case needs to talk to the server: addresses, recordings, chunks, streams and plain HTTP."""

import collections
import dataclasses
import functools
import os
import pathlib
import threading
import time
import urllib.error
import urllib.request

import grpc

import speech
import stt_pb2
import stt_pb2_grpc

TARGET = os.environ["HELIOGRAPH_GRPC"]
HTTP = os.environ["HELIOGRAPH_HTTP"]
SAMPLES = pathlib.Path(os.environ["HELIOGRAPH_SAMPLES"])
RECORDINGS = pathlib.Path(os.environ.get("HELIOGRAPH_RECORDINGS") or "/nonexistent")

# Longer than every pause of the recording, so that it is one utterance.
WHOLE_SEC = 2.0
# Shorter than every pause, so that each phrase is an utterance.
PHRASE_SEC = 0.3

# Upper bound of any single call; an ordinary one takes a second or two.
CALL_SEC = 45.0


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a stream went: its results in order, the status, and both metadata blocks of the server."""

    results: list
    status: grpc.StatusCode
    details: str
    initial: dict
    trailers: dict

    @property
    def finals(self) -> list:
        return [result for result in self.results if result.is_final]

    @property
    def partials(self) -> list:
        return [result for result in self.results if not result.is_final]

    @property
    def segments(self) -> list:
        """The finals as (text, start, end): what must not depend on how the audio was sent."""
        return [(final.text, final.start_sec, final.end_sec) for final in self.finals]

    @property
    def words(self) -> list[str]:
        return speech.words(" ".join(final.text for final in self.finals))

    @property
    def decode_count(self) -> int:
        return int(self.trailers["stt-decode-count"])


def connect(**options) -> grpc.Channel:
    """A connection of its own: C-core shares one among channels with equal target unless told not to."""
    named = {"grpc.use_local_subchannel_pool": 1} | {name.replace("__", "."): value for name, value in options.items()}
    return grpc.insecure_channel(TARGET, options=list(named.items()))


@functools.cache
def shared_channel() -> grpc.Channel:
    return connect()


@functools.cache
def beckett() -> bytes:
    return speech.read_wav(SAMPLES / "beckett.wav")


def first_sentence() -> bytes:
    """`Ever tried, ever failed`: 2.9 s with one pause of half a second."""
    return speech.cut(beckett(), 0.0, 2.9)


def short_phrase() -> bytes:
    """`No matter` with a little room on both sides, 1.6 s."""
    return speech.cut(beckett(), 3.0, 4.6)


def four_phrases() -> bytes:
    """All that the small model also hears right when each phrase stands alone, 6.2 s; the pauses are 0.4 to 0.8 s."""
    return speech.cut(beckett(), 0.0, 6.2)


def chunked(pcm: bytes, session_id="", token="", rate=speech.RATE_HZ, size=3200, end="final") -> list:
    """Chunks of at most size bytes (100 ms); end is `final` (on the last one), `empty` (one more) or `half` (none)."""
    fields = {"sample_rate": rate, "session_id": session_id, "session_token": token}
    chunks = [stt_pb2.AudioChunk(pcm16=pcm[at : at + size], **fields) for at in range(0, len(pcm), size)]
    if end == "final":
        chunks[-1].is_final = True
    elif end == "empty":
        chunks.append(stt_pb2.AudioChunk(is_final=True, **fields))
    return chunks


def outcome_of(call, results: list) -> Outcome:
    return Outcome(
        results,
        call.code(),
        call.details() or "",
        dict(call.initial_metadata() or ()),
        dict(call.trailing_metadata() or ()),
    )


def collect(call) -> Outcome:
    results = []
    try:
        for result in call:
            results.append(result)
    except grpc.RpcError:
        pass  # the status is read from the call, whichever way it ended
    return outcome_of(call, results)


def stream(chunks, session_id="", stub=None, seconds=CALL_SEC, **options) -> Outcome:
    """Sends the chunks as fast as they are taken; with session_id the stream is bound by metadata."""
    metadata = (("session-id", session_id),) if session_id else ()
    call = (stub or shared_stub()).StreamingRecognize(iter(chunks), metadata=metadata, timeout=seconds, **options)
    return collect(call)


@functools.cache
def shared_stub() -> stt_pb2_grpc.STTBackendStub:
    return stt_pb2_grpc.STTBackendStub(shared_channel())


class LiveStream:
    """A stream fed step by step. One thread of its own reads results; the caller sends and waits."""

    def __init__(self, stub, session_id="", seconds=CALL_SEC):
        self._changed = threading.Condition()
        self._outbox = collections.deque()
        self._closed = False
        self._deadline = time.monotonic() + seconds
        self.results = []
        self._outcome = None
        metadata = (("session-id", session_id),) if session_id else ()
        self.call = stub.StreamingRecognize(self._requests(), metadata=metadata, timeout=seconds)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, *chunks) -> None:
        with self._changed:
            self._outbox.extend(chunks)
            self._changed.notify_all()

    def half_close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait_for(self, claim, seconds: float) -> bool:
        """Waits until claim(results) holds; false if it did not in time or the stream ended without it."""
        with self._changed:
            self._changed.wait_for(lambda: claim(self.results) or self._outcome, seconds)
            return claim(self.results)

    def outcome(self) -> Outcome:
        self._reader.join(max(0.0, self._deadline - time.monotonic()) + 5.0)
        if self._outcome is None:
            raise AssertionError("the stream did not end by its deadline")
        return self._outcome

    def _requests(self):
        while True:
            with self._changed:
                ready = lambda: self._outbox or self._closed or self._outcome
                # Longer than the call may last: running out of chunks would be a half-close.
                self._changed.wait_for(ready, max(0.0, self._deadline - time.monotonic()) + 5.0)
                if not self._outbox:
                    return
                chunk = self._outbox.popleft()
            yield chunk

    def _read(self) -> None:
        try:
            for result in self.call:
                with self._changed:
                    self.results.append(result)
                    self._changed.notify_all()
        except grpc.RpcError:
            pass  # the status is read from the call, whichever way it ended
        outcome = outcome_of(self.call, list(self.results))
        with self._changed:
            self._outcome = outcome
            self._changed.notify_all()


def http(path: str, method="GET") -> tuple[int, str, str]:
    """Status, body and content type."""
    request = urllib.request.Request(HTTP + path, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), answer.headers.get("content-type", "")
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode(), refusal.headers.get("content-type", "")


def eventually(claim, seconds: float) -> bool:
    """Polls until claim() holds, at most so long."""
    deadline = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
