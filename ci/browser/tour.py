"""The pages beside the limits: who is there, what is promised, who did what, who may come in, and a recording to try."""

import contextlib
import os
import re
import threading
import time

import grpc
from playwright.sync_api import Browser, Error, Page, expect

import stt_pb2
import stt_pb2_grpc
from pages import (
    CONSOLE,
    SCRIPT,
    SHOTS,
    apply,
    barriers_in_both_schemes,
    choose_password,
    confirm,
    enter,
    limit_field,
    review,
    shoot,
    sign_in,
    signed_in,
    watched,
)

GRPC = os.environ["HELIOGRAPH_GRPC"]
VIEWER_PASSWORD = "a viewer's own words"
PAGES = ["overview", "sessions", "objectives", "objectives/report", "models", "audit", "users", "try"]
# 100 ms of silence at 16 kHz.
SILENCE = bytes(3_200)


class Caller(threading.Thread):
    """Streams silence as it would be spoken, until the server ends the call; knows how it was ended."""

    def __init__(self, session: str):
        super().__init__(daemon=True)
        self.session = session
        self.over = threading.Event()
        self.status = None
        self.details = ""

    def _chunks(self):
        deadline = time.monotonic() + 60
        while not self.over.wait(0.1) and time.monotonic() < deadline:
            yield stt_pb2.AudioChunk(pcm16=SILENCE, sample_rate=16_000, session_id=self.session)

    def run(self):
        with grpc.insecure_channel(GRPC) as channel:
            stub = stt_pb2_grpc.STTBackendStub(channel)
            stub.CreateSession(stt_pb2.SessionRequest(session_id=self.session), timeout=10)
            try:
                for _ in stub.StreamingRecognize(self._chunks()):
                    pass
                self.status = grpc.StatusCode.OK
            except grpc.RpcError as e:
                self.status, self.details = e.code(), e.details()
            finally:
                self.over.set()


def open_page(page: Page, route: str) -> None:
    page.goto(f"{CONSOLE}/{route}")
    expect(page.locator("live-dot")).to_have_text("Live")


def case_an_ended_session_is_told_to_its_client_and_written_down(browser: Browser):
    with signed_in(browser, "sessions") as each:
        page = each.page
        caller = Caller("ended-by-hand")
        caller.start()
        page.get_by_label("Filter sessions").fill("streaming")
        page.locator("vaadin-grid-cell-content", has_text=re.compile("^[0-9a-f]{16}$")).first.click()
        expect(page.get_by_role("region", name="Session").get_by_text("streaming")).to_be_visible()
        shoot(page, "sessions")
        page.locator("#end-session").click()
        confirm(page, "wrong tenant <script>alert(1)</script>")
        assert caller.over.wait(20), "the call was not ended"
        caller.join(10)
        assert caller.status == grpc.StatusCode.UNAVAILABLE and "ERR1013" in caller.details, (
            f"{caller.status} {caller.details}"
        )
        expect(page.get_by_text("This session has ended.")).to_be_visible()
        open_page(page, "audit")
        expect(page.get_by_text("Intact")).to_be_visible()
        page.locator("vaadin-grid-cell-content", has_text="wrong tenant").first.click()
        expect(page.locator(".entry-detail").get_by_text("session.end")).to_be_visible()
        shoot(page, "audit")


def case_a_drained_server_says_so_until_it_is_undone(browser: Browser):
    with signed_in(browser, "sessions") as each:
        page = each.page
        page.get_by_role("button", name="Drain the server").click()
        confirm(page, "new release")
        # A page that is left at once takes its click along.
        expect(page.get_by_role("button", name="Let new sessions in")).to_be_visible()
        open_page(page, "overview")
        expect(page.get_by_text("server is draining: new sessions are refused")).to_be_visible()
        shoot(page, "overview-draining")
        open_page(page, "sessions")
        page.get_by_role("button", name="Let new sessions in").click()
        confirm(page, "not yet")
        expect(page.get_by_role("button", name="Drain the server")).to_be_visible()
        open_page(page, "overview")
        expect(page.get_by_text("server is draining")).to_be_hidden()


def case_a_recording_is_tried_through_the_port_of_everybody(browser: Browser):
    with signed_in(browser, "try") as each:
        page = each.page
        page.get_by_role("button", name="beckett").click()
        expect(page.get_by_text(re.compile("^Done: "))).to_be_visible(timeout=60_000)
        expect(page.locator(".trial-finals")).to_contain_text(re.compile("fail better", re.I))
        expect(page.locator(".utterance-list li").first).to_be_visible()
        shoot(page, "try")
        page.locator("vaadin-upload input[type=file]").set_input_files(
            files=[{"name": "x.wav", "mimeType": "audio/wav", "buffer": b"this is no recording"}]
        )
        expect(page.get_by_text(re.compile("^It ended with "))).to_be_visible()


def case_a_second_model_comes_and_goes(browser: Browser):
    with signed_in(browser, "models") as each:
        page = each.page
        expect(page.get_by_role("button", name="Unload default")).to_be_disabled()
        page.locator("#load-model").click()
        page.locator("#model-id input").fill("second")
        confirm(page, "a second voice")
        expect(page.get_by_role("button", name="Unload second")).to_be_enabled()
        shoot(page, "models")
        page.get_by_role("button", name="Unload second").click()
        page.locator("#patience input").fill("5")
        confirm(page, "not needed")
        expect(page.get_by_role("button", name="Unload second")).to_have_count(0)


def case_an_admin_changes_what_is_promised(browser: Browser):
    with signed_in(browser, "objectives") as each:
        page = each.page
        page.get_by_role("tab", name="Final text").click()
        expect(page.get_by_text(re.compile("99 % of utterances have their final text"))).to_be_visible()
        expect(page.get_by_text("not enough data").first).to_be_visible()
        page.locator("#edit-objective").click()
        page.locator("#target input").fill("101")
        page.locator("#target input").press("Tab")
        confirm(page, "too much")
        expect(page.get_by_text(re.compile("objectives.final_target must be"))).to_be_visible()
        page.locator("#target input").fill("98")
        page.locator("#target input").press("Tab")
        confirm(page, "as agreed")
        expect(page.get_by_text(re.compile("98 % of utterances have their final text"))).to_be_visible()
        shoot(page, "objectives")
        open_page(page, "objectives/report")
        expect(page.get_by_text(re.compile("objectives.final_target 0.99 → 0.98"))).to_be_visible()
        shoot(page, "report")
        # On paper there is the report and nothing else.
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="Print")).to_be_hidden()
        expect(page.get_by_role("link", name="Overview")).to_be_hidden()
        printed = page.pdf(format="A4")
        assert printed.startswith(b"%PDF"), printed[:80]
        if SHOTS:
            (SHOTS / "report.pdf").write_bytes(printed)


def case_a_viewer_looks_at_everything_and_changes_nothing(browser: Browser):
    with signed_in(browser, "users") as each:
        page = each.page
        page.locator("#new-user").click()
        page.locator("#user-name input").fill("vera")
        confirm(page, "looks after the figures")
        one_time = page.locator("#one-time-password").inner_text()
        page.locator("#noted").click()
        expect(page.locator("vaadin-grid-cell-content", has_text="must change password")).to_be_visible()
        shoot(page, "users")
    with watched(browser) as each:
        page = each.page
        sign_in(page, "vera", one_time)
        choose_password(page, one_time, VIEWER_PASSWORD)
        expect(page.get_by_text("Signed in as viewer")).to_be_visible()
        for closed in ("users", "try"):
            page.goto(f"{CONSOLE}/{closed}")
            expect(page.get_by_text("This page is not open to you")).to_be_visible()
        open_page(page, "sessions")
        expect(page.get_by_role("button", name="Drain the server")).to_have_count(0)
        open_page(page, "objectives")
        expect(page.locator("#edit-objective")).to_have_count(0)
        open_page(page, "audit")
        expect(page.get_by_text("Intact")).to_be_visible()
        expect(page.get_by_text("Export as CSV")).to_have_count(0)


def case_a_script_in_any_field_is_the_text_it_is(browser: Browser):
    with signed_in(browser, "limits") as each:
        page = each.page
        each.page.on("dialog", lambda dialog: each.wrong.append(f"a script ran: {dialog.message}"))
        for tab in page.get_by_role("tab").all():
            tab.click()
            fill_all_fields(page)
        # A text that may be anything is taken as it is, and shown as it is wherever it is told.
        page.locator("#discard").click()
        page.get_by_label("Search all limits").fill("model.language")
        enter(page, "model.language", SCRIPT)
        review(page)
        expect(page.get_by_role("dialog").get_by_text("alert(1)").first).to_be_visible()
        apply(page, SCRIPT)
        expect(page.get_by_text(re.compile("In force as version"))).to_be_visible()
        expect(limit_field(page, "model.language")).to_have_value(SCRIPT)
        page.get_by_label("Changes of model.language", exact=True).click()
        expect(page.get_by_role("dialog").get_by_text("alert(1)").first).to_be_visible()
        page.keyboard.press("Escape")
        enter(page, "model.language", "ko")
        review(page)
        apply(page, "as it was")
        for route in ("overview", "sessions", "audit", "objectives", "users", "try"):
            open_page(page, route)
            fill_all_fields(page)
            for name in ("New user", "Edit", "Drain the server"):
                button = page.get_by_role("button", name=name, exact=True)
                if button.count() and button.is_visible():
                    button.click()
                    expect(page.get_by_label("Reason")).to_be_visible()
                    fill_all_fields(page)
                    page.keyboard.press("Escape")
        open_page(page, "try")
        page.locator("vaadin-upload input[type=file]").set_input_files(
            files=[{"name": f"{SCRIPT.replace('/', '')}.wav", "mimeType": "audio/wav", "buffer": b"this is no recording"}]
        )
        expect(page.get_by_text(re.compile("^It ended with "))).to_be_visible()


def fill_all_fields(page: Page) -> None:
    """Types the script into whatever takes a text now, and looks that it has not become a part of the page."""
    fields = page.locator("vaadin-app-layout, vaadin-dialog").locator(
        "input:not([type=file]):not([type=checkbox]):not([readonly]), textarea:not([readonly])"
    )
    for field in fields.all():
        # A page that is drawn anew meanwhile has fewer.
        with contextlib.suppress(Error):
            if field.is_visible():
                field.fill(SCRIPT, timeout=1_000)
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)  # until the last field has sent what it holds
    assert page.locator("img[src=x]").count() == 0, "what was typed has become a part of the page"


def case_no_page_keeps_anybody_out_and_each_fits_a_phone(browser: Browser):
    found = []
    with signed_in(browser, PAGES[0], height=1400) as each:
        page = each.page
        for route in PAGES:
            open_page(page, route)
            for chart in page.locator("figure-chart:visible").all():
                expect(chart.locator("canvas")).to_be_visible()
            found += barriers_in_both_schemes(page, route)
            name = route.replace("/", "-")
            if SHOTS:
                page.wait_for_timeout(300)  # until everything is light again
                shoot(page, f"{name}-light")
                page.emulate_media(color_scheme="dark")
                page.wait_for_timeout(300)  # until the charts have their other colours
                shoot(page, f"{name}-dark")
                page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": 390, "height": 844})
            page.wait_for_timeout(300)  # until the charts have found their new width
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{route}: {wide} px too wide for a phone"] if wide > 0 else []
            shoot(page, f"{name}-phone")
            page.set_viewport_size({"width": 1280, "height": 1400})
    assert not found, "\n".join(found)
