"""Somebody at a browser: every page they come to is checked before they go on."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.journeys import portal
from tests.journeys.checks import check_page, is_admin

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
SHOTS = os.environ.get("PUEREDU_SHOTS", "")
FAILED_LOAD = "Failed to load resource"


class Person:
    """One browser of its own, perhaps signed in. Words on the screen are the only handles."""

    number = 0

    def __init__(self, browser, site, *, state=None, viewport=DESK, scripted=True):
        self.site, self.viewport, self.scripted = site, viewport, scripted
        self.context = browser.new_context(
            base_url=site.url,
            viewport=viewport,
            storage_state=state,
            java_script_enabled=scripted,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.document, self.complaints, self.strangers, self.posts = None, [], [], []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._watch)
        self.page.on("response", self._remember)

    # going somewhere

    def open(self, path, *, status=200):
        """Type an address."""
        self.page.goto(path, wait_until="load")
        return self.look(status=status)

    def follow(self, words, *, status=200, exact=True):
        """Click the first link with these words."""
        return self.go(self.page.get_by_role("link", name=words, exact=exact), status=status)

    def go(self, where, *, status=200):
        """Click the first of what a locator finds, and wait for the page it leads to."""
        with self.page.expect_navigation(wait_until="load"):
            where.first.click()
        return self.look(status=status)

    def press(self, words, *, status=200, twice=False, checked=True):
        """Click the button with these words, perhaps twice as an impatient hand does."""
        button = self.page.get_by_role("button", name=words, exact=True).first
        with self.page.expect_navigation(wait_until="load"):
            button.dblclick() if twice else button.click()
        self.page.wait_for_load_state("load")
        return self.look(status=status) if checked else self

    def sign_in(self, username, *, checked=True):
        """Fill the sign-in page that stands on the screen and send it."""
        self.write("登录名", username)
        self.write("密码", portal.PASSWORD)
        return self.press("登录", checked=checked)

    def download(self, words, folder, *, role="link"):
        """Click a link (or button) that gives a file; returns where in ``folder`` it was saved."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role(role, name=words).first.click()
        path = Path(folder) / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    # filling forms

    def write(self, label, text):
        self.page.get_by_label(label).first.fill(text)

    def attach(self, label, *files):
        """``files`` are Django's SimpleUploadedFile or paths."""
        self.page.get_by_label(label).first.set_input_files([_payload(file) for file in files])

    def choose(self, label, option):
        self.page.get_by_label(label).first.select_option(label=option)

    # looking

    @property
    def text(self):
        """The words of the page's <main>."""
        return self.page.locator("main, [role=main]").inner_text()

    @property
    def path(self):
        return urlsplit(self.page.url).path

    def sees(self, *words):
        """Fail unless every one of the words stands on the page."""
        text = self.text
        missing = [word for word in words if word not in text]
        assert missing == [], f"{self.page.url} does not say {missing}:\n{text}"

    def misses(self, *words):
        """Fail if one of the words stands on the page."""
        text = self.text
        found = [word for word in words if word in text]
        assert found == [], f"{self.page.url} says {found}:\n{text}"

    def shows(self, words, role="link"):
        """Whether a link (or button) with these words is there."""
        return self.page.get_by_role(role, name=words, exact=True).count() > 0

    def look(self, *, status=200):
        """Check the page that stands on the screen, and keep a picture if one is wanted."""
        if self.scripted:
            check_page(self.page, self.document, status=status, host=self.site.url)
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"
        assert self.strangers == [], f"{self.page.url} asked {self.strangers}"
        assert self.document.status == status, self.page.url
        self._fits_a_phone()
        return self

    def close(self):
        self.context.close()

    def _fits_a_phone(self):
        """The portal never scrolls sideways at 360 px; pictures are taken at both sizes."""
        if is_admin(self.page.url) and not SHOTS:
            return
        for name, size in (("1440", DESK), ("360", PHONE)):
            self.page.set_viewport_size(size)
            if name == "360" and self.scripted and not is_admin(self.page.url):
                width = self.page.evaluate("document.documentElement.scrollWidth")
                assert width <= PHONE["width"], f"{self.page.url} is {width} px wide on a phone"
            if SHOTS:
                self.page.screenshot(path=_shot(self.page, name), full_page=True)
        self.page.set_viewport_size(self.viewport)

    def _hear(self, message):
        expected = FAILED_LOAD in message.text and message.location["url"] == self.page.url
        if message.type == "error" and not expected:
            self.complaints.append(message.text)

    def _watch(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and not request.url.startswith(self.site.url):
            self.strangers.append(request.url)
        if request.method == "POST":
            self.posts.append(parts.path)

    def _remember(self, response):
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.document = response


def _payload(file):
    if isinstance(file, str | Path):
        return str(file)
    return {"name": file.name, "mimeType": file.content_type, "buffer": file.read()}


def _shot(page, size):
    Person.number += 1
    words = re.sub(r"[^0-9A-Za-z]+", "-", urlsplit(page.url).path).strip("-") or "desk"
    folder = Path(SHOTS) / size
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{(Person.number + 1) // 2:03d}-{words}.png"
