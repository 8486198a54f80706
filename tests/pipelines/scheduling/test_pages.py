"""Prefect's pages as a browser sees them: they work, and ask nobody but the server they came from."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.scheduling.environment import url_of
from tests.pipelines.scheduling.conftest import Served
from tests.support.browser import CHROMIUM, Browser

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="No Chromium to open the pages with: install chromium."),
]
PAGES = ("/", "/dashboard", "/runs", "/deployments", "/settings", "/v2/", "/v2/dashboard", "/v2/runs", "/v2/settings")
MADE_ELSEWHERE = ("/docs", "/docs/", "/redoc", "/api/docs", "/api/redoc")
"""Pages that load scripts of other hosts."""


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """One that ends with the test."""
    here = Browser(tmp_path)
    yield here
    here.end()


@pytest.fixture
def url(served: Served) -> str:
    """Where the pages are; served again if a test before has ended it."""
    if not served.answers():
        served.start()
    return url_of(served.port)


def test_the_pages_ask_nobody_but_their_server(served: Served, url: str, browser: Browser) -> None:
    """Before and after signing in, the second set of pages included, though it is built to ask Amplitude."""
    assert "Login" in browser.visit(f"{url}/")
    assert "Login" in browser.visit(f"{url}/v2/")
    words = base64.b64encode(served.words()).decode()
    browser.run(f"localStorage.setItem('prefect-password', {json.dumps(words)})")
    shown = {page: browser.visit(f"{url}{page}") for page in PAGES}
    for page in MADE_ELSEWHERE:
        browser.visit(f"{url}{page}")
    browser.end()
    assert "weekly" in shown["/deployments"]
    assert "Dashboard" in shown["/"]
    assert "Dashboard" in shown["/v2/dashboard"]
    assert browser.asked() == {"127.0.0.1"}


@pytest.mark.parametrize("page", MADE_ELSEWHERE)
def test_pages_that_are_made_elsewhere_do_not_exist(url: str, page: str) -> None:
    """They would load scripts and pictures of other hosts."""
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{url}{page}", timeout=30)


def test_a_browser_that_asks_another_host_is_seen(browser: Browser, url: str) -> None:
    """The test above can fail: what a page of this machine asks of another host is found."""
    browser.call("Page.setBypassCSP", enabled=True)
    browser.visit(f"{url}/robots.txt")
    browser.run("fetch('https://elsewhere.example/').catch(() => null)")
    browser.visit(f"{url}/robots.txt?last")
    browser.end()
    assert "elsewhere.example" in browser.asked()
