"""Streams a WAV file (mono, 16-bit) to Heliograph and prints what is recognised while it is spoken.

    python3 -m pip install grpcio grpcio-tools
    python3 -m grpc_tools.protoc -I proto/src/main/proto --python_out=. --grpc_python_out=. stt.proto
    PYTHONPATH=. python3 examples/python/client.py speech.wav
"""

import argparse
import sys
import time
import uuid
import wave

import grpc

import stt_pb2
import stt_pb2_grpc

CHUNK_SEC = 0.1


def chunks(recording: wave.Wave_read, session_id: str, speed: float):
    """100 ms of audio at a time, as a microphone would deliver it; the last chunk says that it is the last."""
    rate = recording.getframerate()
    due = time.monotonic()
    while pcm := recording.readframes(int(rate * CHUNK_SEC)):
        if speed > 0:
            due += CHUNK_SEC / speed
            time.sleep(max(0.0, due - time.monotonic()))
        yield stt_pb2.AudioChunk(pcm16=pcm, sample_rate=rate, session_id=session_id)
    yield stt_pb2.AudioChunk(session_id=session_id, is_final=True)


def recognize(arguments: argparse.Namespace, recording: wave.Wave_read) -> None:
    with grpc.insecure_channel(arguments.target) as channel:
        backend = stt_pb2_grpc.STTBackendStub(channel)
        session = stt_pb2.SessionRequest(
            session_id=str(uuid.uuid4()),
            language_code=arguments.language,
            attributes={"partial": "on", "emit_final_on_vad": "on"},
        )
        backend.CreateSession(session, timeout=10)
        for result in backend.StreamingRecognize(chunks(recording, session.session_id, arguments.speed)):
            if result.is_final:
                print(f"final   [{result.start_sec:6.2f} -{result.end_sec:6.2f}] {result.text.strip()}", flush=True)
            else:
                print(f"partial {result.committed_text} | {result.unstable_text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wav")
    parser.add_argument("--target", default="localhost:50051", help="host:port of the server (%(default)s)")
    parser.add_argument("--language", default="en", help="language code, empty = detect (%(default)s)")
    parser.add_argument("--speed", type=float, default=1.0, help="times real time, 0 = all at once (%(default)s)")
    arguments = parser.parse_args()
    try:
        with wave.open(arguments.wav, "rb") as recording:
            if (recording.getnchannels(), recording.getsampwidth()) != (1, 2):
                parser.error(f"{arguments.wav} is not mono with 16-bit samples")
            recognize(arguments, recording)
    except grpc.RpcError as failure:
        print(f"{failure.code().name}: {failure.details()}", file=sys.stderr)
        return 1
    except (OSError, EOFError, wave.Error) as failure:
        print(f"{arguments.wav}: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
