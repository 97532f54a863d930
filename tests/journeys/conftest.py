"""A real Chromium before the real quickstart, both started once for all journeys.

They are stopped when the last journey is over: Playwright's event loop would make Django's ORM
refuse to work in the tests that follow in this process.
"""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.person import DESK, Person
from tests.journeys.portal import Portal

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--lang=zh-CN", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="package")
def browser():
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk).")
    # Chromium refuses its sandbox to root
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox])
        yield started
        started.close()


@pytest.fixture(scope="package")
def portal(browser):
    with Portal() as portal:
        yield portal


@pytest.fixture(scope="package")
def sessions():
    """The cookies of everybody who has signed in already."""
    return {}


@pytest.fixture
def visitor(browser, portal):
    """``visitor()`` is somebody at a fresh browser, not signed in."""
    people = []

    def arrive(**options):
        people.append(Person(browser, portal, **options))
        return people[-1]

    yield arrive
    for person in people:
        person.close()


@pytest.fixture
def user(visitor, sessions):
    """``user("party-530829")`` is that person, signed in through the sign-in page once."""

    def signed_in(username, *, viewport=DESK, scripted=True):
        if username in sessions:
            return visitor(state=sessions[username], viewport=viewport, scripted=scripted)
        person = visitor(viewport=viewport, scripted=scripted)
        person.page.goto("/sign-in/")
        person.sign_in(username, checked=False)
        assert person.path != "/sign-in/", person.text
        sessions[username] = person.context.storage_state()
        return person

    return signed_in
