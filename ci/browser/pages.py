"""What the cases need of a browser: a signed-in page, the console's own way of editing limits, and what must never happen."""

import contextlib
import os
import pathlib
import re
import time
import traceback
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

CONSOLE = os.environ["HELIOGRAPH_CONSOLE"]
CHROMIUM = os.environ["CHROMIUM"]
# What the admin chooses at the first sign-in.
ADMIN_PASSWORD = "an admin's own words"
SHOTS = pathlib.Path(os.environ["HELIOGRAPH_SHOTS"]) if os.environ.get("HELIOGRAPH_SHOTS") else None
# A slow machine that does other things, too; a web-first assertion ends as soon as it holds.
PATIENCE_MS = 20_000
# A script in two forms, of which the second gets out of an attribute. It must be shown as the text it is.
SCRIPT = """"><img src=x onerror=alert(1)><script>alert(1)</script>"""

expect.set_options(timeout=PATIENCE_MS)


class Watched:
    """A context of its own with one page, and everything that went wrong in it."""

    def __init__(self, browser: Browser, width: int = 1280, height: int = 860, scheme: str = "light"):
        self.context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.wrong: list[str] = []
        self.received: list[int] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", self._asked)

    def _said(self, message):
        # Answers with 401, 403 and 404 are told there as well, and are meant.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"console: {message.text}")

    def _asked(self, request):
        if not request.url.startswith((CONSOLE, CONSOLE.replace("http", "ws"), "data:", "blob:")):
            self.wrong.append(f"asked elsewhere: {request.url}")

    def close(self):
        # A page that is left tells the server; one whose browser is gone goes on being drawn for a while.
        for page in self.context.pages:
            with contextlib.suppress(Error):
                page.goto("about:blank")
        self.context.close()
        assert not self.wrong, self.wrong


@contextlib.contextmanager
def watched(browser: Browser, **options):
    each = Watched(browser, **options)
    try:
        yield each
    finally:
        each.close()


# Who signed in before comes in with the same cookie: signing in is a case of its own, and takes seconds.
_cookies: dict[str, list] = {}


@contextlib.contextmanager
def signed_in(browser: Browser, route: str, name: str = "admin", password: str = ADMIN_PASSWORD, is_new: bool = False, **options):
    """That page of somebody who is signed in, with figures on it; `is_new`: in a session that nobody else has."""
    with watched(browser, **options) as each:
        page = each.page
        if not is_new:
            each.context.add_cookies(_cookies.get(name, []))
        page.goto(f"{CONSOLE}/{route}")
        page.locator("live-dot, input[name=username]").first.wait_for()
        if page.locator("input[name=username]").count():
            page.locator("input[name=username]").fill(name)
            page.locator("input[name=password]").fill(password)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{CONSOLE}/{route}")
            page.locator("live-dot").wait_for()
            if not is_new:
                _cookies[name] = each.context.cookies()
        if route == "limits":
            expect(limit_field(page, "server.max_sessions")).to_be_visible()
        yield each


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto(f"{CONSOLE}/login")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()


def choose_password(page: Page, old: str, new: str) -> None:
    page.wait_for_url(re.compile("/password$"))
    page.get_by_label("Present password").fill(old)
    page.get_by_label("New password", exact=True).fill(new)
    page.get_by_label("New password, again").fill(new)
    page.get_by_role("button", name="Change password").click()


def limits_page(browser: Browser, **options):
    return signed_in(browser, "limits", **options)


def open_limits(page: Page) -> None:
    page.goto(f"{CONSOLE}/limits")
    expect(page.locator("#server-max_sessions input")).to_be_visible()


def limit_field(page: Page, key: str):
    return page.locator(f"#{key.replace('.', '-')} input")


def enter(page: Page, key: str, value: str) -> None:
    field = limit_field(page, key)
    field.fill(value)
    field.press("Tab")


def review(page: Page) -> None:
    page.locator("#review").click()


def apply(page: Page, reason: str) -> None:
    page.get_by_label("Reason").fill(reason)
    page.locator("#apply").click()


def confirm(page: Page, reason: str) -> None:
    page.get_by_label("Reason").fill(reason)
    page.locator("#confirm").click()


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png")


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe-core calls serious or critical on the page as it is now, by all its rules or by these."""
    options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def barriers_in_both_schemes(page: Page, where: str) -> list[str]:
    """The barriers of a page that is light; dark, nothing but colours changes, and so nothing but the contrast is looked at."""
    found = [f"light {where}, {barrier}" for barrier in barriers(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark {where}, {barrier}" for barrier in barriers(page, "color-contrast")]
    page.emulate_media(color_scheme="light")
    return found


def run(cases: list[Callable[[Browser], None]]) -> int:
    """All cases, one after the other in one browser; gives the exit status."""
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        for case in cases:
            name = case.__name__.removeprefix("case_").replace("_", " ")
            began = time.monotonic()
            try:
                case(browser)
                print(f"  ok      {time.monotonic() - began:5.1f} s  {name}", flush=True)
            except Exception:
                failed += 1
                print(f"  FAILED  {time.monotonic() - began:5.1f} s  {name}", flush=True)
                traceback.print_exc(limit=6)
        browser.close()
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0
