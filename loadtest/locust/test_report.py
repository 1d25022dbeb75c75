"""The logic of the report: what counts, what passes, what is void."""

import array
import math
import tempfile
import unittest

import limits
import report
import samples
import speech

WORK = {"users": 1, "ramp": 1, "duration": "1m", "warm_up": 0, "cool_down": 60, "input": "speech", "corpus": "c",
        "session_seconds": 10, "batch_share": 0.0, "vad_mode": "continue", "partials": "on", "chunk_ms": 100, "seed": 1, "calls_per_second": 12}
FACTS = {"date": "d", "environment": {"cores": 2}, "server_version": "v", "model": "m", "mitigation": "",
         "workload": WORK, "run_ended": 60.0}


def rpc(status="OK", code="none", method="create_session", at=1.0, seconds=0.01):
    return {"kind": "rpc", "method": method, "at": at, "status": status, "code": code, "seconds": seconds}


def plenty(final=1.0, count=2000):
    samples = [rpc() for _ in range(count)]
    for kind, seconds in (("final", final), ("first_partial", 0.5), ("lag", 0.001)):
        samples += [{"kind": kind, "at": 1.0, "seconds": seconds}] * count
    return samples


def evaluate(samples, metrics=(), void=()):
    return report.evaluate(samples, list(metrics), FACTS | {"void": list(void)})


class ReportTest(unittest.TestCase):
    def test_percentiles_are_nearest_rank(self):
        self.assertEqual(99, report.percentile(list(range(1, 101)), 99))
        self.assertEqual(3, report.percentile([3, 1, 2], 99))
        self.assertTrue(math.isnan(report.percentile([], 50)))

    def test_enough_good_events_pass(self):
        self.assertEqual("passed", evaluate(plenty())["verdict"])

    def test_a_missed_objective_fails(self):
        result = evaluate(plenty(final=5.1))
        self.assertEqual("failed", result["verdict"])
        self.assertIn("final: missed", result["reasons"])

    def test_one_event_too_few_is_void(self):
        self.assertEqual("passed", evaluate(plenty(count=1049))["verdict"])
        self.assertEqual("void", evaluate(plenty(count=1048))["verdict"])

    def test_a_run_that_was_too_short_says_how_long_is_enough(self):
        reasons = evaluate(plenty(count=524))["reasons"]
        self.assertIn("final: 524 valid events, fewer than 1049 (a run 2.3 times as long would have enough)", reasons)
        self.assertIn("final: 0 valid events, fewer than 1049", evaluate([])["reasons"])

    def test_a_late_generator_is_void_even_if_all_is_good(self):
        samples = plenty() + [{"kind": "lag", "at": 1.0, "seconds": 0.011}] * 100
        self.assertEqual("void", evaluate(samples)["verdict"])

    def test_a_reason_from_the_run_is_void(self):
        self.assertEqual("void", evaluate(plenty(), void=["the server died"])["verdict"])

    def test_missing_finals_are_bad_and_lost(self):
        missing = [{"kind": "missing", "at": 1.0, "speech": 2.0, "end": "OK"}] * 30
        result = evaluate(plenty() + missing)
        self.assertEqual((30, "failed"), (result["lost_finals"], result["verdict"]))
        final = next(each for each in result["objectives"] if each["name"] == "final")
        self.assertEqual((2000, 2030), (final["good"], final["valid"]))

    def test_errors_above_half_a_percent_fail(self):
        bad = [rpc("INTERNAL", "ERR2002", "stream")]
        self.assertEqual("passed", evaluate(plenty() + bad * 10)["verdict"])
        self.assertEqual("failed", evaluate(plenty() + bad * 11)["verdict"])

    def test_classes_of_call_ends(self):
        for status, code, is_room, expected in (
            ("OK", "none", False, "good"), ("UNKNOWN", "ERR3001", False, "bad"),
            ("DEADLINE_EXCEEDED", "ERR2001", False, "bad"), ("DEADLINE_EXCEEDED", "ERR1006", False, "excluded"),
            ("RESOURCE_EXHAUSTED", "ERR1011", False, "shed"), ("RESOURCE_EXHAUSTED", "ERR1011", True, "bad"),
            ("RESOURCE_EXHAUSTED", "ERR2003", True, "shed"), ("UNAVAILABLE", "ERR1013", False, "shed"),
            ("UNAVAILABLE", "none", False, "bad"), ("UNAUTHENTICATED", "ERR1014", False, "excluded"),
        ):
            with self.subTest(status=status, code=code, is_room=is_room):
                self.assertEqual(expected, report.rpc_class(status, code, is_room))

    def test_client_and_server_disagree_beyond_ten_percent_and_five_ms(self):
        self.assertFalse(report.disagrees(0.554, (0.3, 0.5)))
        self.assertTrue(report.disagrees(0.556, (0.3, 0.5)))
        self.assertTrue(report.disagrees(0.264, (0.3, 0.5)))
        self.assertFalse(report.disagrees(0.266, (0.3, 0.5)))

    def test_the_servers_percentile_counts_only_the_run(self):
        before = {'h_bucket{le="0.1"}': 50.0, 'h_bucket{le="0.2"}': 50.0, 'h_bucket{le="+Inf"}': 50.0}
        after = {'h_bucket{le="0.1"}': 50.0, 'h_bucket{le="0.2"}': 60.0, 'h_bucket{le="+Inf"}': 60.0}
        self.assertEqual((0.1, 0.2), report.bucket(before, after, "h", 99))
        self.assertIsNone(report.bucket(before, before, "h", 99))

    def test_server_figures_are_differences_and_time_weighted(self):
        first = {"process_cpu_seconds_total": 5.0, "stt_active_sessions": 0.0, "process_resident_memory_bytes": 1e8,
                 "stt_decode_latency_total": 1.0, "stt_decode_queue_wait_total": 0.0}
        second = first | {"process_cpu_seconds_total": 6.0, "stt_active_sessions": 10.0}
        third = first | {"process_cpu_seconds_total": 15.0, "process_resident_memory_bytes": 2e8,
                         "stt_decode_latency_total": 4.0, "stt_decode_queue_wait_total": 9.0}
        result = evaluate(plenty(), [(0.0, first), (5.0, second), (10.0, third)])["server"]
        self.assertEqual(1.0, result["cpu_cores"])
        self.assertEqual({"mean": 5.0, "maximum": 10.0}, result["active_sessions"])
        self.assertEqual({"before": 1e8, "maximum": 2e8, "after": 2e8}, result["rss_bytes"])
        self.assertEqual("queue_wait", result["bottleneck"])

    def test_every_field_is_in_the_text_and_nothing_is_fetched_from_elsewhere(self):
        result = evaluate(plenty(count=5))
        text, page = report.markdown(result), report.page(result, plenty(count=5), [])
        for name, _ in report.fields(result):
            self.assertIn(f"| {name} |", text)
        self.assertIn("<svg", page)
        self.assertNotIn("http", page)

    def test_a_workload_without_speech_is_not_asked_for_finals(self):
        facts = FACTS | {"void": [], "workload": WORK | {"input": "silence"}}
        result = report.evaluate([rpc() for _ in range(2000)], [], facts)
        self.assertEqual("passed", result["verdict"])

    def test_words_are_compared_without_case_and_marks(self):
        self.assertEqual(["dont", "stop", "nine"], speech.words("Don't stop: 9!"))
        self.assertEqual(2, speech.word_errors("a b c".split(), "a x c d".split()))

    def test_a_folder_without_transcripts_is_refused(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(speech.InputError, "no transcripts.tsv"):
            speech.corpus(folder)

    def test_a_third_of_the_rate_keeps_low_tones_and_drops_high_ones(self):
        tone = lambda hz: array.array("h", (round(9000 * math.sin(2 * math.pi * hz * t / 48000)) for t in range(9600)))
        low, high = samples.third(tone(1000))[100:-100], samples.third(tone(12000))[100:-100]
        self.assertAlmostEqual(9000, max(low), delta=100)
        self.assertLess(max(high), 90)

    def test_a_frame_arrives_with_its_last_sample(self):
        for onset, chunk in ((16000, 10), (17088, 10), (17500, 11)):
            onset_end, end, seconds = speech.spoken(onset / 16000 - 0.3, 3.2, 0.3, 0.2)
            self.assertEqual((onset + 512, 48000), (onset_end, end))
            self.assertAlmostEqual(3.0 - onset / 16000, seconds)
            self.assertEqual(chunk, speech.chunk_of(onset_end, 1600, 40))
        self.assertEqual(29, speech.chunk_of(48000, 1600, 40))
        self.assertEqual((0, 39), (speech.chunk_of(0, 1600, 40), speech.chunk_of(70000, 1600, 40)))

    def test_no_speech_begins_before_its_pre_roll(self):
        script = speech.Script("speech", 1.0, [("a", bytes(3200), "x", [0.0])], 1, 0.4)
        self.assertEqual((0.4, 0.4 + 512 / 16000), script.spans[0])
        self.assertEqual(2 * int(1.7 * 16000), len(script.pcm))

    def test_all_key_limits_are_told_or_named_as_unknown(self):
        told = limits.complete({"max_sessions": 50, "max_audio_bytes_per_sec_batch": None}, {"stt_config_version": 3.0, "stt_limit_max_sessions": 49.0})
        line = limits.text(told)
        self.assertIn("max_sessions 50; ", line)
        self.assertIn("max_audio_bytes_per_sec_batch as the base value", line)
        self.assertIn("config_version 3;", line)
        self.assertIn("vad_silence", line.partition("unknown: ")[2])
        self.assertEqual(set(limits.OF_ADMIN + limits.OF_SYSTEM + ("config_version",)), set(told))
        self.assertNotIn("unknown", limits.text({name: 1 for name in told}))

    def test_speech_is_found_between_silences(self):
        loud = b"\x00\x20\x00\xe0" * 8000
        frames = speech.speech_frames(bytes(32000) + loud + bytes(32000))
        self.assertAlmostEqual(1.0, frames[0], delta=0.04)
        self.assertAlmostEqual(2.0, frames[-1], delta=0.04)


if __name__ == "__main__":
    unittest.main()
