"""What the cases need of a browser: a signed-in page, the console's own way of editing limits, and what must never happen."""

import contextlib
import os
import pathlib
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

CONSOLE = os.environ["HELIOGRAPH_CONSOLE"]
CHROMIUM = os.environ["CHROMIUM"]
# What the admin chooses at the first sign-in.
ADMIN_PASSWORD = "an admin's own words"
SHOTS = pathlib.Path(os.environ["HELIOGRAPH_SHOTS"]) if os.environ.get("HELIOGRAPH_SHOTS") else None
# A slow machine that does other things, too; a web-first assertion ends as soon as it holds.
PATIENCE_MS = 20_000

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
        self.context.close()
        assert not self.wrong, self.wrong


@contextlib.contextmanager
def watched(browser: Browser, **options):
    each = Watched(browser, **options)
    try:
        yield each
    finally:
        each.close()


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


def open_limits(page: Page) -> None:
    page.goto(f"{CONSOLE}/limits")
    expect(page.locator("#server-max_sessions input")).to_be_visible()


def enter(page: Page, key: str, value: str) -> None:
    field = page.locator(f"#{key.replace('.', '-')} input")
    field.fill(value)
    field.press("Tab")


def review(page: Page) -> None:
    page.locator("#review").click()


def apply(page: Page, reason: str) -> None:
    page.get_by_label("Reason").fill(reason)
    page.locator("#apply").click()


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png")


def barriers(page: Page) -> list[str]:
    """What axe-core calls serious or critical on the page as it is now."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
