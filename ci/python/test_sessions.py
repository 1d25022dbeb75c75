"""CreateSession: what is refused, in which order, and how the rest is resolved (contract §2.1–2.3, §3.1)."""

import concurrent.futures
import math

import grpc

import stt_pb2
from case import ServerCase
from harness import CALL_SEC, chunked, first_sentence, outcome_of, stream
from stt_pb2 import (
    DECODE_PROFILE_ACCURATE,
    DECODE_PROFILE_REALTIME,
    TASK_TRANSCRIBE,
    TASK_TRANSLATE,
    VAD_AUTO_END,
    VAD_CONTINUE,
)

INVALID = grpc.StatusCode.INVALID_ARGUMENT
EXISTS = grpc.StatusCode.ALREADY_EXISTS


class Refusals(ServerCase):
    def test_a_blank_id_is_required(self):
        for blank in ("", " ", " \t\n", "\u3000\u2003"):
            with self.subTest(repr(blank)):
                self.assert_create_refused(INVALID, "ERR1001", session_id=blank)

    def test_an_id_may_have_512_bytes_and_not_one_more(self):
        prefix = self.new_id()
        for letter in ("a", "é"):
            room = 512 - len(prefix)
            fitting = prefix + letter * (room // len(letter.encode()))
            fitting += "x" * (512 - len(fitting.encode()))
            with self.subTest(letter):
                self.create(session_id=fitting)
                self.assert_create_refused(INVALID, "ERR1001", session_id=fitting + "x")

    def test_an_id_is_registered_once(self):
        session_id, _ = self.create()
        self.assert_create_refused(EXISTS, "ERR1002", session_id=session_id)

    def test_blanks_around_an_id_do_not_make_another(self):
        session_id, _ = self.create()
        self.assert_create_refused(EXISTS, "ERR1002", session_id=f" \u3000{session_id}\t")

    def test_of_twenty_creations_of_one_id_at_once_one_wins(self):
        request = self.request()
        self.addCleanup(self.give_back, request.session_id)

        def attempt(_):
            try:
                self.stub.CreateSession(request, timeout=CALL_SEC)
                return "OK"
            except grpc.RpcError as refusal:
                return outcome_of(refusal, []).details[:7]

        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = sorted(pool.map(attempt, range(20)))
        self.assertEqual(["ERR1002"] * 19 + ["OK"], answers)

    def test_a_negative_threshold(self):
        self.assert_create_refused(INVALID, "ERR1003", vad_threshold=-0.1)
        self.assert_create_refused(INVALID, "ERR1003", vad_threshold_override=-0.1)

    def test_a_threshold_that_is_no_number(self):
        self.assert_create_refused(INVALID, "ERR1003", vad_threshold=math.nan)
        self.assert_create_refused(INVALID, "ERR1003", vad_threshold_override=math.nan)

    def test_the_first_failing_check_wins(self):
        session_id, _ = self.create()
        needs_key = {"api_key_required": "yes"}
        self.assert_create_refused(INVALID, "ERR1001", session_id=" ", vad_threshold=-1.0, attributes=needs_key)
        self.assert_create_refused(grpc.StatusCode.UNAUTHENTICATED, "ERR1009", vad_threshold=-1.0, attributes=needs_key)
        broken = {"decode_profile": "broken"}
        self.assert_create_refused(INVALID, "ERR1010", vad_threshold=-1.0, attributes=broken)
        self.assert_create_refused(INVALID, "ERR1003", session_id=session_id, vad_threshold=-1.0)

    def test_a_profile_with_foreign_options_names_them_sorted(self):
        details = self.assert_create_refused(INVALID, "ERR1010", attributes={"decode_profile": "broken"})
        self.assertRegex(details, r"alpha, ?zeta")

    def test_a_key_is_needed_where_the_attribute_says_so(self):
        for name, value in (("api_key_required", "TRUE"), ("api-key-required", "1")):
            with self.subTest(name):
                self.assert_create_refused(
                    grpc.StatusCode.UNAUTHENTICATED, "ERR1009", attributes={name: value, "api_key": " "}
                )
        self.create(attributes={"api_key_required": "yes", "api-key": "k-1"})

    def test_a_refused_id_stays_free(self):
        session_id = self.new_id()
        self.assert_create_refused(INVALID, "ERR1003", session_id=session_id, vad_threshold=-1.0)
        self.create(session_id=session_id)


class Resolution(ServerCase):
    def test_the_defaults_are_filled_in(self):
        _, response = self.create()
        self.assertEqual({"decode_profile": "realtime"}, dict(response.attributes))
        self.assertEqual(VAD_CONTINUE, response.vad_mode)
        self.assertEqual((0.8, 0.5), (response.vad_silence, response.vad_threshold))
        self.assertEqual(("", False), (response.token, response.token_required))
        self.assertEqual("", response.language_code)
        self.assertEqual(TASK_TRANSCRIBE, response.task)
        self.assertEqual(DECODE_PROFILE_REALTIME, response.decode_profile)

    def test_languages(self):
        cases = {" EN ": "en", "EN": "en", "en-US": "", "xx": "", "": "", "KO": "ko", "yue": "yue", "jw": "jw"}
        for sent, resolved in cases.items():
            with self.subTest(sent):
                _, response = self.create(language_code=sent)
                self.assertEqual(resolved, response.language_code)
                echoed = {"language_code": resolved} if resolved else {}
                self.assertEqual({"decode_profile": "realtime"} | echoed, dict(response.attributes))

    def test_profiles(self):
        cases = (
            ({"decode_profile": DECODE_PROFILE_ACCURATE}, DECODE_PROFILE_ACCURATE, "accurate"),
            ({"attributes": {"decode_profiles": "accurate"}}, DECODE_PROFILE_ACCURATE, "accurate"),
            ({"attributes": {"decode_profile": "plain"}}, 0, "plain"),
            ({"attributes": {"decode_profile": "unheard-of"}}, DECODE_PROFILE_REALTIME, "realtime"),
            ({"decode_profile": 9, "attributes": {"decode_profile": "accurate"}}, DECODE_PROFILE_ACCURATE, "accurate"),
            (
                {"decode_profile": DECODE_PROFILE_REALTIME, "attributes": {"decode_profile": "accurate"}},
                DECODE_PROFILE_REALTIME,
                "realtime",
            ),
        )
        for fields, number, name in cases:
            with self.subTest(str(fields)):
                _, response = self.create(**fields)
                self.assertEqual(number, response.decode_profile)
                self.assertEqual(name, response.attributes["decode_profile"])

    def test_tasks(self):
        for sent, resolved in ((0, TASK_TRANSCRIBE), (1, TASK_TRANSCRIBE), (2, TASK_TRANSLATE), (7, TASK_TRANSCRIBE)):
            with self.subTest(sent):
                _, response = self.create(task=sent)
                self.assertEqual(resolved, response.task)

    def test_vad_mode_is_continue_for_any_number_but_one(self):
        for sent, resolved in ((0, VAD_CONTINUE), (1, VAD_AUTO_END), (2, VAD_CONTINUE), (99, VAD_CONTINUE)):
            with self.subTest(sent):
                _, response = self.create(vad_mode=sent)
                self.assertEqual(resolved, response.vad_mode)

    def test_silence_falls_back_to_the_default(self):
        for sent, resolved in ((0.3, 0.3), (0.0, 0.8), (-1.0, 0.8), (math.nan, 0.8), (3600.0, 3600.0)):
            with self.subTest(sent):
                _, response = self.create(vad_silence=sent)
                self.assertEqual(resolved, response.vad_silence)

    def test_the_override_beats_the_threshold_and_zero_is_off(self):
        cases = (
            ({"vad_threshold": 0.7}, 0.7),
            ({"vad_threshold": 0.7, "vad_threshold_override": 0.3}, 0.3),
            ({"vad_threshold": 0.7, "vad_threshold_override": 0.0}, 0.0),
            ({"vad_threshold_override": 0.0}, 0.0),
            ({"vad_threshold": 0.0}, 0.5),
        )
        for fields, resolved in cases:
            with self.subTest(str(fields)):
                _, response = self.create(**fields)
                self.assertEqual(resolved, response.vad_threshold)

    def test_attributes_come_back_without_keys_and_signatures(self):
        kept = {"custom": "x", "한글": "값", "partial": "on", "model_id": "unheard-of", "empty": ""}
        stripped = dict.fromkeys(
            (
                "api_key",
                "api-key",
                "auth_sig",
                "auth_signature",
                "signature",
                "auth_ts",
                "auth_timestamp",
                "timestamp",
            ),
            "secret-1",
        )
        _, response = self.create(attributes=kept | stripped, language_code="EN")
        self.assertEqual(kept | {"decode_profile": "realtime", "language_code": "en"}, dict(response.attributes))

    def test_the_resolved_names_overwrite_echoed_ones(self):
        _, response = self.create(attributes={"decode_profile": "accurate", "language_code": "zz"}, language_code="EN")
        self.assertEqual({"decode_profile": "accurate", "language_code": "en"}, dict(response.attributes))
        _, response = self.create(attributes={"language_code": "zz"})
        self.assertEqual("zz", response.attributes["language_code"])

    def test_every_token_is_new_and_hexadecimal(self):
        tokens = {self.create(require_token=True)[1].token for _ in range(8)}
        self.assertEqual(8, len(tokens))
        for token in tokens:
            self.assertRegex(token, r"^[0-9a-f]{32}$")

    def test_an_unknown_model_is_served_by_the_default_one(self):
        outcome = self.recognize(first_sentence(), attributes={"model_id": "unheard-of"})
        self.assertEqual("ever tried ever failed".split(), outcome.words)


class Lifetime(ServerCase):
    def test_an_id_is_free_again_when_its_stream_has_ended(self):
        session_id, _ = self.create()
        self.assert_ok(stream([stt_pb2.AudioChunk(session_id=session_id, is_final=True)]))
        again = stream([stt_pb2.AudioChunk(session_id=session_id, is_final=True)])
        self.assert_refused(again, grpc.StatusCode.UNAUTHENTICATED, "ERR1004")
        self.create(session_id=session_id)

    def test_a_trimmed_id_is_found_by_either_spelling(self):
        for spelling in ("{}", " {}\u3000"):
            session_id = self.new_id()
            self.create(session_id=f" {session_id} ")
            outcome = stream(chunked(first_sentence(), spelling.format(session_id)))
            with self.subTest(spelling):
                self.assert_ok(outcome)
                self.assertEqual("ever tried ever failed".split(), outcome.words)

    def test_an_id_may_be_written_in_any_script(self):
        session_id = f"회의-{self.new_id()}"
        self.create(session_id=session_id)
        outcome = stream(chunked(first_sentence(), session_id))
        self.assert_ok(outcome)
        self.assertEqual("ever tried ever failed".split(), outcome.words)
