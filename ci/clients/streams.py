"""So many streams at once on one connection, each with a recording: every one must get a final and end well.

usage: streams.py HOST:PORT WAV COUNT, with the generated stubs on PYTHONPATH
"""

import concurrent.futures
import sys
import time
import wave

import grpc

import stt_pb2
import stt_pb2_grpc

CHUNK_BYTES = 6400
DEADLINE_SEC = 60


def chunks(session_id: str, pcm: bytes):
    for at in range(0, len(pcm), CHUNK_BYTES):
        yield stt_pb2.AudioChunk(
            session_id=session_id,
            pcm16=pcm[at : at + CHUNK_BYTES],
            sample_rate=16000,
            is_final=at + CHUNK_BYTES >= len(pcm),
        )


def stream(stub, session_id: str, pcm: bytes) -> str:
    """Why it failed, and after how long by both clocks, since one may be set; empty if it did not."""
    began, began_wall = time.monotonic(), time.time()
    try:
        stub.CreateSession(stt_pb2.SessionRequest(session_id=session_id), timeout=DEADLINE_SEC)
        results = list(stub.StreamingRecognize(chunks(session_id, pcm), timeout=DEADLINE_SEC))
    except grpc.RpcError as error:
        took = f"{time.monotonic() - began:.3f} s, {time.time() - began_wall:.3f} s by the wall clock"
        return f"{session_id} after {took}: {error.code().name}: {error.details()}"
    return "" if any(result.is_final for result in results) else f"{session_id}: no final"


def main() -> int:
    target, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with wave.open(path, "rb") as recording:
        pcm = recording.readframes(recording.getnframes())
    with grpc.insecure_channel(target) as channel, concurrent.futures.ThreadPoolExecutor(count) as threads:
        stub = stt_pb2_grpc.STTBackendStub(channel)
        failures = [each for each in threads.map(lambda i: stream(stub, f"python-{i}", pcm), range(count)) if each]
    for failure in failures:
        print(f"  {failure}", file=sys.stderr)
    print(f"grpcio: {count - len(failures)} of {count}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
