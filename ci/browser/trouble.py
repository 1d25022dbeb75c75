"""The console when its database is in trouble: tampered with, gone, without room, or in the hands of another. Recognition goes on.

usage: trouble.py COMMAND…   the command that starts the server on the data folder that suite.py has left, without ports
"""

import contextlib
import os
import pathlib
import re
import resource
import subprocess
import sys
import threading
import time
import urllib.request
import wave

import grpc
from playwright.sync_api import Browser, Error, expect

import stt_pb2
import stt_pb2_grpc
from pages import ADMIN_PASSWORD, CONSOLE, apply, confirm, enter, limit_field, limits_page, review, run, shoot, signed_in

GRPC = os.environ["HELIOGRAPH_GRPC"]
MODELS = pathlib.Path(os.environ["HELIOGRAPH_MODELS_DIR"])
LOG = pathlib.Path(os.environ["HELIOGRAPH_LOG"])
COMMAND = sys.argv[1:]
DATABASE = pathlib.Path(COMMAND[COMMAND.index("--data-dir") + 1]) / "heliograph.mv.db"
H2 = next((pathlib.Path(COMMAND[0]).resolve().parent / "app" / "target" / "lib").glob("h2-*.jar"))
# Enough for what the server had open when the limit came, too little for a database that grows.
NO_ROOM_BYTES = 64 * 1024
IN_FORCE = re.compile("In force as version")


class Server:
    """The packaged server as a process, once at a time."""

    def __init__(self, grpc_port: str, console_port: str):
        self._command = [*COMMAND, "--port", grpc_port, "--metrics-port", "0", "--ws-port", "0", "--console-port", console_port]
        self._login = f"http://127.0.0.1:{console_port}/login"
        self.process = None

    def start(self):
        with LOG.open("ab") as log:
            self.process = subprocess.Popen(self._command, stdout=log, stderr=subprocess.STDOUT, cwd=LOG.parent)
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(self._login, timeout=2).close()
                return
            except OSError:
                assert self.process.poll() is None, "the server ended while starting"
                assert time.monotonic() < deadline, "no console after 60 s"
                time.sleep(0.1)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                assert self.process.wait(45) == 0, "the server did not end well"
            finally:
                self.process.kill()

    def java(self) -> str:
        return os.readlink(f"/proc/{self.process.pid}/exe")


SERVER = Server(GRPC.rsplit(":", 1)[1], CONSOLE.rsplit(":", 1)[1])


class Speaker(threading.Thread):
    """Speaks the sample recording at the pace it was spoken."""

    def __init__(self, session: str):
        super().__init__(daemon=True)
        self.session = session
        self.text = ""
        self.error = None
        self.is_in = threading.Event()
        self.start()

    def _chunks(self, pcm16: bytes, rate: int):
        size = 2 * rate // 10
        began = time.monotonic()
        for number, at in enumerate(range(0, len(pcm16), size)):
            time.sleep(max(0.0, began + number * 0.1 - time.monotonic()))
            yield stt_pb2.AudioChunk(pcm16=pcm16[at : at + size], sample_rate=rate, session_id=self.session)

    def run(self):
        try:
            with wave.open(str(MODELS / "samples" / "beckett.wav")) as recording:
                pcm16, rate = recording.readframes(recording.getnframes()), recording.getframerate()
            with grpc.insecure_channel(GRPC) as channel:
                stub = stt_pb2_grpc.STTBackendStub(channel)
                stub.CreateSession(stt_pb2.SessionRequest(session_id=self.session), timeout=10)
                self.is_in.set()
                for result in stub.StreamingRecognize(self._chunks(pcm16, rate), timeout=60):
                    self.text += f"{result.text} " if result.is_final else ""
        except Exception as e:  # told by the case
            self.error = e

    def must_be_heard(self):
        self.join(60)
        assert self.error is None and re.search("fail better", self.text, re.I), f"{self.error}, heard: {self.text}"


def sql(statement: str) -> None:
    done = subprocess.run(
        [JAVA, "-cp", str(H2), "org.h2.tools.Shell", "-user", "sa", "-password", "", "-sql", statement,
         "-url", f"jdbc:h2:file:{str(DATABASE).removesuffix('.mv.db')};MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "Update count: 1" in done.stdout, done.stdout + done.stderr


def change_max_sessions(page, value: str, reason: str) -> None:
    enter(page, "server.max_sessions", value)
    review(page)
    apply(page, reason)


def must_be_refused(page, value: str, shot: str) -> None:
    """A change is refused in words, in its own dialog; what was in force stays, and so does what was typed."""
    before = limit_field(page, "server.max_sessions").input_value()
    change_max_sessions(page, value, "cannot be written down")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("records cannot be used: database ")).first).to_be_visible()
    shoot(page, shot)
    assert before != value
    expect(dialog.get_by_label("Reason")).to_have_value("cannot be written down")


def drain_and_undo(browser: Browser) -> None:
    """New sessions can be refused, and let in again, whatever the database does."""
    with signed_in(browser, "sessions") as each:
        page = each.page
        page.get_by_role("button", name="Drain the server").click()
        confirm(page, "no database")
        expect(page.get_by_role("button", name="Let new sessions in")).to_be_visible()
        page.get_by_role("button", name="Let new sessions in").click()
        confirm(page, "all the same")
        expect(page.get_by_role("button", name="Drain the server")).to_be_visible()


def case_a_tampered_entry_is_found_and_told(browser: Browser):
    with signed_in(browser, "audit") as each:
        expect(each.page.get_by_text("Intact")).to_be_visible()
    SERVER.stop()
    sql("UPDATE audit_entry SET reason = 'nobody was waiting' WHERE reason = 'a client is waiting'")
    SERVER.start()
    with signed_in(browser, "audit") as each:
        expect(each.page.get_by_text("Tampered with")).to_be_visible()
        expect(each.page.get_by_text(re.compile(r"entry \d+"))).to_be_visible()
        shoot(each.page, "audit-tampered")
    SERVER.stop()
    sql("UPDATE audit_entry SET reason = 'a client is waiting' WHERE reason = 'nobody was waiting'")
    SERVER.start()
    with signed_in(browser, "audit") as each:
        expect(each.page.get_by_text("Intact")).to_be_visible()


def case_a_deleted_database_refuses_changes_in_words_and_nothing_is_lost(browser: Browser):
    speaker = Speaker("while-deleted")
    aside = DATABASE.with_suffix(".aside")
    with limits_page(browser) as each:
        page = each.page
        DATABASE.rename(aside)
        try:
            must_be_refused(page, "61", "database-deleted")
            assert speaker.is_in.wait(20), speaker.error
            drain_and_undo(browser)
        finally:
            aside.rename(DATABASE)
        page.locator("#apply").click()
        expect(page.get_by_text(IN_FORCE)).to_be_visible()
        speaker.must_be_heard()
    with signed_in(browser, "audit") as each:
        page = each.page
        expect(page.get_by_text("Intact")).to_be_visible()
        # What was done without the database is written down once it is there again.
        deadline = time.monotonic() + 30
        while page.locator("vaadin-grid-cell-content", has_text=re.compile("no database.*written later", re.S)).count() == 0:
            assert time.monotonic() < deadline, "the drain without a database is not in the audit"
            page.wait_for_timeout(1_000)
            page.reload()
            expect(page.get_by_text("Intact")).to_be_visible()


def case_a_full_disk_refuses_changes_in_words_and_goes_on_with_room(browser: Browser):
    speaker = Speaker("while-full")
    pid = SERVER.process.pid
    with limits_page(browser) as each:
        page = each.page
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (NO_ROOM_BYTES, before[1]))
        try:
            must_be_refused(page, "62", "disk-full")
            page.get_by_role("button", name="Cancel").click()
            with signed_in(browser, "overview") as other:
                expect(other.page.get_by_text(re.compile("the database cannot be used: changes are refused"))).to_be_visible()
                shoot(other.page, "overview-disk-full")
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        speaker.must_be_heard()
        # It is tried again every few seconds, and by whoever wants to change something.
        page.locator("#review").click()
        apply(page, "there is room again")
        expect(page.get_by_text(IN_FORCE)).to_be_visible()
    with signed_in(browser, "audit") as each:
        expect(each.page.get_by_text("Intact")).to_be_visible()


def case_a_database_in_other_hands_is_told_at_the_door_and_used_when_it_is_free(browser: Browser):
    console = os.environ["HELIOGRAPH_OTHER_CONSOLE_PORT"]
    second = Server("0", console)
    second.start()
    try:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{console}/login")
        for _ in range(2):
            # The form takes another try, whatever went wrong.
            page.locator("input[name=username]").fill("admin")
            page.locator("input[name=password]").fill(ADMIN_PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_text(re.compile("database .* in use by another process")).first).to_be_visible()
        shoot(page, "sign-in-locked")
        SERVER.stop()
        deadline = time.monotonic() + 60
        while page.locator("live-dot").count() == 0:
            assert time.monotonic() < deadline, "the database is free, and nobody is let in"
            if page.locator("input[name=password]").count():
                # The page may be left for the one behind it at any moment.
                with contextlib.suppress(Error):
                    page.locator("input[name=password]").fill(ADMIN_PASSWORD, timeout=5_000)
                    page.get_by_role("button", name="Sign in").click(timeout=5_000)
            page.wait_for_timeout(1_000)
        page.goto(f"http://127.0.0.1:{console}/limits")
        expect(limit_field(page, "server.max_sessions")).to_have_value("62")
        context.close()
    finally:
        second.stop()


if __name__ == "__main__":
    try:
        SERVER.start()
        JAVA = SERVER.java()
        sys.exit(run([case for name, case in list(globals().items()) if name.startswith("case_")]))
    finally:
        SERVER.stop()
