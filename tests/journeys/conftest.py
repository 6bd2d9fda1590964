"""Fixtures of the journeys.

service: the running service on the test database (one for the whole run).
browser: Chromium of this machine.
visit: makes a Visitor; `visit(javascript=False)`, `visit(width=320)`; `host` is the name by which
    the service is called, `also` where else a page may lead.
visitor: a Visitor at a desk.
world: a trust in which the journeys take place; `world.work()` lets the workers work.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.service import Service
from tests.journeys.visitor import Visitor
from tests.journeys.windows import Windows
from tests.journeys.world import World, build

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# As root there is no sandbox, in a container little shared memory and no graphics card.
_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.fixture(scope="session")
def service(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    log = tmp_path_factory.mktemp("service") / "service.log"
    running = Service.start(settings_module="tests.journeys.gallery.settings", log=log)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Path:
    given = os.environ.get("QIFLOW_CHROMIUM")
    found = given or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        pytest.fail("Chromium is missing: install it, for example `apt-get install chromium`.")
    return Path(found)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=_FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Windows that hold the service's scripts and styles already, and nothing else."""
    return Windows(browser)


@pytest.fixture
def visit(
    transactional_db: None, service: Service, windows: Windows
) -> Iterator[Callable[..., Visitor]]:
    opened = []

    def make(
        *, javascript: bool = True, width: int = 1280, host: str = "", also: tuple[str, ...] = ()
    ) -> Visitor:
        window = windows.open(javascript=javascript, width=width)
        opened.append(window)
        address = service.address.replace("127.0.0.1", host) if host else service.address
        return Visitor(window.new_page(), address=address, runs_scripts=javascript, also=also)

    yield make
    for window in opened:
        windows.clear(window)


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit()


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    # Playwright keeps an event loop in this thread; the database is used beside it, not in it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return build()
