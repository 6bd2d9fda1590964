"""Takes the pictures of the README from a running service.

    make run                                   # in another terminal
    QIFLOW_PASSWORD=... .venv/bin/python docs/pictures.py ADDRESS EMAIL

Chromium must be installed. The person who signs in must read committees and projects.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "images"
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
#: File name, page to open, and the first of the links with this in their address to follow.
PICTURES = [
    ("committee", "/committees?outcome=at_risk", "/committees/"),
    ("assurance", "/assurance", ""),
    ("project", "/projects?stage=setup", "/projects/"),
]


def main(address: str, email: str) -> None:
    """Sign in, open each page and keep what is seen."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is missing: install it, for example `apt-get install chromium`.")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(
            viewport={"width": 1100, "height": 900}, locale="en-GB", timezone_id="Europe/London"
        )
        _sign_in(page, address, email)
        for name, path, link in PICTURES:
            _take(page, f"{address}{path}", link, FOLDER / f"{name}.png")
        browser.close()


def _sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("input[type=email], input[name=email]").first.fill(email)
    page.locator("input[type=password]").first.fill(os.environ["QIFLOW_PASSWORD"])
    page.get_by_role("button", name="Sign in").click()


def _take(page: Page, address: str, link: str, file: Path) -> None:
    page.goto(address)
    if link:
        page.locator(f"main table a[href*='{link}']").first.click()
        page.wait_for_load_state("load")
    page.screenshot(path=file)
    print(f"{file.name}: {page.title()}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2])
