"""Locust users of the speech service: Realtime speaks in an open loop, Batch sends as fast as it may.

Chunk k of a realtime session is due at t0 + k * chunk, however late its predecessors were. Each process writes its raw
samples to a file of its own, so that percentiles are taken over all of them.
"""

import json
import os
import pathlib
import re
import time
import uuid

import gevent
import gevent.lock
import gevent.pool
import grpc
import locust
from locust import events, task

import speech
import stt_pb2
import stt_pb2_grpc

CREATE_SECONDS = 10
MOST_CALLS_AT_ONCE = 1000
PAUSE_AFTER_ERROR_SECONDS = 1.0


@events.init_command_line_parser.add_listener
def options(parser):
    parser.add_argument("--server", default="127.0.0.1:50051", help="host:port of the server")
    parser.add_argument("--api-key", default=os.environ.get("HELIOGRAPH_API_KEY", ""), help="API key", is_secret=True)
    parser.add_argument("--input", choices=("speech", "silence", "noise"), default="speech", help="what is said")
    parser.add_argument("--audio", default="", help="folder of 16 kHz WAV files with transcripts.tsv")
    parser.add_argument("--session-seconds", type=float, default=20.0, help="audio per session")
    parser.add_argument("--batch-share", type=float, default=0.0, help="share of batch users, 0 to 1")
    parser.add_argument("--vad-mode", choices=("continue", "auto_end"), default="continue", help="VAD mode")
    parser.add_argument("--partials", choices=("on", "off"), default="on", help="partial results")
    parser.add_argument("--chunk-ms", type=int, default=100, help="audio per message")
    parser.add_argument("--calls-per-second", type=float, default=12.0, help="sessions opened and ended at once, 0 = none")
    parser.add_argument("--pre-roll-seconds", type=float, default=0.3, help="the server's vad.pre_roll_sec")
    parser.add_argument("--tail-seconds", type=float, default=0.2, help="the server's vad.tail_sec")
    parser.add_argument("--seed", type=int, default=1, help="seed of the choice of recordings")
    parser.add_argument("--out", default=".", help="folder of the raw samples")


class Generator:
    """What all users of one process share. Made in the process that runs them, as gRPC does not survive a fork."""

    def __init__(self, given):
        import grpc.experimental.gevent

        grpc.experimental.gevent.init_gevent()
        self.given = given
        self.recordings = []
        if given.input == "speech":
            loaded = speech.corpus(given.audio)
            self.recordings = [(name, pcm, text, speech.speech_frames(pcm)) for name, pcm, text in loaded]
        self.channel = grpc.insecure_channel(given.server)
        try:
            grpc.channel_ready_future(self.channel).result(timeout=CREATE_SECONDS)
        except grpc.FutureTimeoutError:
            pass  # the calls say it themselves, with their status
        self.stub = stt_pb2_grpc.STTBackendStub(self.channel)
        self.file = open(pathlib.Path(given.out) / f"samples-{os.getpid()}.jsonl", "a", encoding="utf-8")
        self.sessions = 0
        self.process = 0

    def write(self, **sample):
        self.file.write(json.dumps(sample) + "\n")


_generators: dict[int, Generator] = {}
_making = gevent.lock.RLock()


def generator(environment) -> Generator:
    with _making:
        if os.getpid() in _generators:
            return _generators[os.getpid()]
        made = Generator(environment.parsed_options)
        # Number of this process among several, so that the same seed says the same again.
        made.process = max(0, getattr(environment.runner, "worker_index", 0))
        _generators[os.getpid()] = made
        return made


class SpeechUser(locust.User):
    abstract = True
    is_paced = True

    def on_start(self):
        self.shared = generator(self.environment)

    def speak(self):
        shared, given = self.shared, self.shared.given
        shared.sessions += 1
        script = speech.Script(
            given.input,
            given.session_seconds,
            shared.recordings,
            given.seed * 1_000_003 + shared.process * 1009 + shared.sessions,
            # Room for the pre-roll of the first utterance: its result then tells where its speech begins.
            given.pre_roll_seconds + 0.1,
        )
        identity = self.create(time.monotonic())
        if identity:
            Stream(self, script, identity).run()

    def create(self, due):
        """Opens a session that was due then; its id, or None if it was refused."""
        shared, given = self.shared, self.shared.given
        identity = uuid.uuid4().hex
        attributes = {
            "upload_mode": "realtime" if self.is_paced else "batch",
            "partial": given.partials,
            "emit_final_on_vad": "on",
        }
        if given.api_key:
            attributes["api_key"] = given.api_key
        request = stt_pb2.SessionRequest(
            session_id=identity, attributes=attributes, vad_mode=1 if given.vad_mode == "auto_end" else 0
        )
        try:
            shared.stub.CreateSession(request, timeout=CREATE_SECONDS)
        except grpc.RpcError as error:
            self.failed("create_session", "CreateSession", due, error)
            return None
        seconds = time.monotonic() - due
        shared.write(kind="rpc", method="create_session", at=due, status="OK", code="none", seconds=seconds)
        self.fire("CreateSession", seconds)
        return identity

    def fire(self, name, seconds, error=None):
        self.environment.events.request.fire(
            request_type="grpc", name=name, response_time=seconds * 1000, response_length=0, exception=error, context={}
        )

    def failed(self, method, name, begin, error):
        code = re.search(r"ERR\d{4}", error.details() or "")
        seconds = time.monotonic() - begin
        self.shared.write(
            kind="rpc", method=method, at=begin, status=error.code().name, code=code[0] if code else "none", seconds=seconds
        )
        self.fire(name, seconds, error)
        self.shared.file.flush()
        gevent.sleep(PAUSE_AFTER_ERROR_SECONDS)


class Stream:
    """One StreamingRecognize call and what is measured on it."""

    def __init__(self, user, script, identity):
        self.user, self.script, self.identity = user, script, identity
        self.shared = user.shared
        self.chunk_seconds = self.shared.given.chunk_ms / 1000
        self.begin = time.monotonic()
        self.lags, self.sent = [], 0
        self.finals, self.first_results = [], []

    def chunks(self):
        size = 2 * int(self.chunk_seconds * speech.RATE_HZ)
        pcm = self.script.pcm
        for index, at in enumerate(range(0, len(pcm), size)):
            if self.user.is_paced:
                due = self.begin + index * self.chunk_seconds
                gevent.sleep(max(0.0, due - time.monotonic()))
                self.lags.append(time.monotonic() - due)
            self.sent = index + 1
            yield stt_pb2.AudioChunk(
                pcm16=pcm[at : at + size], sample_rate=speech.RATE_HZ, is_final=at + size >= len(pcm),
                session_id=self.identity if index == 0 else "",
            )

    def run(self):
        seconds = len(self.script.pcm) / 2 / speech.RATE_HZ
        try:
            is_new = True
            for result in self.shared.stub.StreamingRecognize(self.chunks(), timeout=2 * seconds + 60):
                now = time.monotonic()
                if is_new:
                    self.first_results.append(now)
                    is_new = False
                if result.is_final:
                    self.finals.append((now, result.start_sec, result.end_sec, result.text, self.first_results[-1]))
                    is_new = True
            status = "OK"
        except grpc.RpcError as error:
            status = error.code().name
            self.user.failed("stream", "StreamingRecognize", self.begin, error)
        end = time.monotonic()
        if status == "OK":
            self.shared.write(kind="rpc", method="stream", at=self.begin, status="OK", code="none", seconds=end - self.begin)
        self.measure(status, end, seconds)
        self.shared.file.flush()

    def measure(self, status, end, seconds):
        paced, script = self.user.is_paced, self.script
        for lag in self.lags:
            self.shared.write(kind="lag", at=self.begin, seconds=lag)
        self.shared.write(
            kind="session", at=self.begin, paced=paced, audio=seconds, wall=end - self.begin, end=status,
        )
        if script.text and status == "OK" and self.shared.given.vad_mode == "continue":
            self.words()
        if not paced:
            return
        for arrived, start, stop, _, first in self.finals:
            self.utterance(start, stop, arrived, first)
        if self.shared.given.vad_mode == "continue":
            # An error explains a missing final; a stream that ended well does not.
            for start, stop in script.spans:
                if not any(f[1] < stop and f[2] > start for f in self.finals):
                    self.shared.write(kind="missing", at=self.begin + start, speech=stop - start, end=status)

    def due(self, position):
        """When the chunk was due that brings the sample in front of a position."""
        samples = len(self.script.pcm) // 2
        size = int(self.chunk_seconds * speech.RATE_HZ)
        return self.begin + speech.chunk_of(position, size, -(-samples // size)) * self.chunk_seconds

    def utterance(self, start, stop, arrived, first):
        given = self.shared.given
        onset_end, end, seconds = speech.spoken(start, stop, given.pre_roll_seconds, given.tail_seconds)
        final = arrived - self.due(end)
        self.shared.write(kind="final", at=arrived, seconds=final)
        self.user.fire("final", final)
        if given.partials == "on" and seconds >= 1.0:
            early = first - self.due(onset_end)
            self.shared.write(kind="first_partial", at=first, seconds=early)
            self.user.fire("first partial", early)

    def words(self):
        expected = speech.words(self.script.text)
        errors = speech.word_errors(expected, speech.words(" ".join(f[3] for f in self.finals)))
        self.shared.write(kind="words", at=self.begin, errors=errors, words=len(expected))
        # In a table of milliseconds: 4.5 there is 4.5 % here.
        self.user.fire("word error rate, %", errors / max(1, len(expected)) / 10)


class Realtime(SpeechUser):
    """Speaks one session after another."""

    is_paced = True

    @task
    def session(self):
        self.speak()


class Batch(SpeechUser):
    """Sends one session after another as fast as flow control lets it."""

    is_paced = False

    @task
    def session(self):
        self.speak()


class Caller(SpeechUser):
    """Opens sessions at a fixed rate, in an open loop, and ends each with an empty stream: CreateSession under load."""

    fixed_count = 1

    @task
    def session(self):
        rate = self.shared.given.calls_per_second
        begin, count = time.monotonic(), 0
        calls = gevent.pool.Pool(MOST_CALLS_AT_ONCE)
        while self.environment.runner.state in ("spawning", "running"):
            due = begin + count / rate
            gevent.sleep(max(0.0, due - time.monotonic()))
            calls.spawn(self.call, due)
            count += 1
        calls.join()

    def call(self, due):
        self.shared.write(kind="lag", at=due, seconds=time.monotonic() - due)
        identity = self.create(due)
        if identity:
            self.close(identity)

    def close(self, identity):
        begin = time.monotonic()
        try:
            end = stt_pb2.AudioChunk(session_id=identity, is_final=True)
            for _ in self.shared.stub.StreamingRecognize(iter([end]), timeout=CREATE_SECONDS):
                pass
        except grpc.RpcError as error:
            self.failed("stream", "StreamingRecognize", begin, error)
            return
        self.shared.write(
            kind="rpc", method="stream", at=begin, status="OK", code="none", seconds=time.monotonic() - begin
        )


@events.init.add_listener
def mix(environment, **_):
    given = environment.parsed_options
    if given is None:
        return
    Realtime.weight = round(1000 * (1 - given.batch_share))
    Batch.weight = round(1000 * given.batch_share)
    Caller.fixed_count = 1 if given.calls_per_second > 0 else 0
