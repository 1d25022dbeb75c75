"""HTTP, and that nothing is left when all streams have ended (contract §3.2, §11). Runs last."""

import json

from case import ServerCase
from harness import eventually, http


def metric(name: str) -> str | None:
    _, body, _ = http("/metrics")
    values = [line.split(" ", 1)[1] for line in body.splitlines() if line.startswith(name + " ")]
    return values[0] if len(values) == 1 else None


class AtRest(ServerCase):
    def test_nothing_is_left(self):
        gauges = (
            "stt_active_sessions",
            "stt_streams_active",
            "stt_buffer_bytes_total",
            "stt_decode_pending",
            "stt_decode_queue_depth",
            "stt_active_vad_utterances",
            "stt_stream_buffer_max_bytes",
        )
        for name in gauges:
            with self.subTest(name):
                eventually(lambda: metric(name) == "0.0", 5)
                self.assertEqual("0.0", metric(name))

    def test_nothing_was_lost(self):
        self.assertEqual("0.0", metric("stt_lost_finals_total"))
        self.assertEqual("0.0", metric("stt_audio_dropped_bytes_total"))
        self.assertEqual("0.0", metric("stt_sessions_expired_total"))

    def test_no_failure_was_unexpected(self):
        _, body, _ = http("/metrics")
        unexpected = [
            line
            for line in body.splitlines()
            if line.startswith("stt_rpcs_total{")
            and any(code in line for code in ("ERR2001", "ERR2002", "ERR3001", "ERR3002", "INTERNAL", "UNKNOWN"))
            and not line.endswith(" 0.0")
        ]
        self.assertEqual([], unexpected)

    def test_metrics_are_plain_text(self):
        status, body, kind = http("/metrics")
        self.assertEqual((200, "text/plain; version=0.0.4; charset=utf-8"), (status, kind))
        self.assertIn("# TYPE stt_active_sessions gauge\n", body)
        self.assertEqual(200, http("/metrics.json")[0])
        self.assertEqual(0, json.loads(http("/metrics.json")[1])["active_sessions"])

    def test_health(self):
        status, body, _ = http("/health")
        health = json.loads(body)
        self.assertEqual((200, "ok", True), (status, health["status"], health["grpc_running"]))
        self.assertTrue(health["model_pool_healthy"])
        self.assertEqual(0, health["active_sessions"])

    def test_probes_say_only_their_status(self):
        for path in ("/livez", "/readyz"):
            with self.subTest(path):
                status, body, _ = http(path)
                self.assertEqual((200, {"status": "ok"}), (status, json.loads(body)))

    def test_other_paths_and_methods(self):
        status, body, _ = http("/docs")
        self.assertEqual((404, {"detail": "Not Found"}), (status, json.loads(body)))
        status, body, _ = http("/health", "POST")
        self.assertEqual((405, {"detail": "Method Not Allowed"}), (status, json.loads(body)))
        self.assertEqual(405, http("/health", "HEAD")[0])
