"""Models of a running server from a shell, while real speech streams in; both models have the same weights, so no word may differ.

Needs the stubs of stt.proto on the path; STT_ADMIN_TOKEN is that of the server.
"""

import argparse
import pathlib
import queue
import threading
import time
import urllib.request

import grpc
import speech
import stt_pb2
import stt_pb2_grpc
from shell import Shell, expect

CHUNK_SEC = 0.1
STREAMS = 3


class Speaker(threading.Thread):
    """Streams a recording at the pace of speech, or as fast as it is taken, and keeps the finals."""

    def __init__(self, target, session_id, pcm, is_paced):
        super().__init__()
        self.stub = stt_pb2_grpc.STTBackendStub(grpc.insecure_channel(target))
        self.session_id = session_id
        self.pcm = pcm
        self.is_paced = is_paced
        self.finals = []
        self.failures = queue.Queue()

    def run(self):
        try:
            session = self.stub.CreateSession(
                stt_pb2.SessionRequest(
                    session_id=self.session_id,
                    vad_silence=0.3,
                    attributes={"emit_final_on_vad": "1", "partial": "1"},
                ),
                timeout=10,
            )
            results = self.stub.StreamingRecognize(
                self.chunks(session), timeout=60, metadata=[("session-id", self.session_id)]
            )
            self.finals = [(result.text, result.start_sec, result.end_sec) for result in results if result.is_final]
        except Exception as error:  # told by the main thread
            self.failures.put(error)

    def chunks(self, session):
        begun = time.monotonic()
        step = 2 * round(CHUNK_SEC * speech.RATE_HZ)
        for index, at in enumerate(range(0, len(self.pcm), step)):
            if self.is_paced:
                time.sleep(max(0.0, begun + index * CHUNK_SEC - time.monotonic()))
            yield stt_pb2.AudioChunk(
                session_id=self.session_id,
                session_token=session.token,
                pcm16=self.pcm[at : at + step],
                sample_rate=speech.RATE_HZ,
            )

    def end(self):
        self.join(timeout=90)
        assert not self.is_alive(), f"{self.session_id} has not ended"
        assert self.failures.empty(), f"{self.session_id}: {self.failures.get()}"
        return self.finals


def what_is_wrong_is_said(shell):
    expect(shell("model", "loaded"), "default\n")
    expect(shell("model", "unload", "default", status=1), "ERR4003")
    expect(shell("model", "load", "gpu", "--device", "cuda", status=1), "model gpu is not loaded: there is no device cuda")
    expect(shell("model", "load", "big", "--size", "large-v3", status=1), "there is no model large-v3")
    expect(shell("model", "load", "other", "--path", "/etc", status=1), "ERR4005")
    expect(shell("model", "load", "other", "--profile", "none", status=1), "ERR4009", "none")
    expect(shell("model", "load", "a b", status=1), "1 to 64 letters")
    expect(shell("model", "loaded", status=1, STT_ADMIN_TOKEN="wrong"), "does not take the token")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--heliograph", required=True)
    arguments.add_argument("--grpc", required=True)
    arguments.add_argument("--http", required=True)
    arguments.add_argument("--models", required=True, type=pathlib.Path)
    known = arguments.parse_args()
    shell = Shell(known.heliograph, known.http)
    # Long enough for two commands in between, on a slow machine.
    pcm = 2 * speech.read_wav(known.models / "samples" / "beckett.wav")
    what_is_wrong_is_said(shell)

    alone = Speaker(known.grpc, "m-alone", pcm, is_paced=False)
    alone.start()
    undisturbed = alone.end()
    assert len(undisturbed) > 3, undisturbed

    speakers = [Speaker(known.grpc, f"m-{index}", pcm, is_paced=True) for index in range(STREAMS)]
    for speaker in speakers:
        speaker.start()
    path = str(known.models / "moonshine-tiny-en")
    expect(shell("model", "load", "second", "--path", path, "--reason", "a second voice"), "model second is loaded, after")
    assert all(speaker.is_alive() for speaker in speakers), "the streams ended before the model was loaded"
    expect(shell("model", "unload", "default", "--drain-timeout", "0", "--reason", "the first goes"), "default is unloaded")
    assert all(speaker.is_alive() for speaker in speakers), "the streams ended before their model went"
    for speaker in speakers:
        finals = speaker.end()
        assert finals == undisturbed, f"{speaker.session_id} heard {finals}, and undisturbed {undisturbed}"
    expect(shell("model", "loaded"), "second\n")
    expect(shell("model", "load", "second", status=1), "ERR4002", "second")
    expect(shell("audit", "list", "--action", "model.load"), "a second voice", "model_path: ", "(not done)")
    expect(shell("audit", "list", "--action", "model.unload"), "the first goes")
    expect(shell("model", "load", "default", "--reason", "as it was"), "model default is loaded")
    shell("model", "unload", "second")
    expect(shell("model", "loaded"), "default\n")

    with urllib.request.urlopen(known.http + "/metrics", timeout=10) as answer:
        metrics = answer.read().decode()
    expect(metrics, "stt_lost_finals_total 0.0")
    print(f"  {STREAMS} streams kept every word while a model was loaded and their own was taken away")


main()
