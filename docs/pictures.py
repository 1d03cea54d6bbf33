"""Takes the pictures of the pages that the README shows, from the example brief as it is read now.

python docs/pictures.py     needs the install group `dev` and a Chromium (`bash .ci/needs`)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1180, "height": 860}
COLOURS = 96  # of a picture: type on paper needs no more, and the files stay small


def main() -> None:
    """Read the example, publish it, and take the pictures."""
    sys.path.insert(0, str(ROOT / "tests" / "web"))
    from need_chromium import HOW, chromium
    from playwright.sync_api import sync_playwright

    path = chromium() or sys.exit(HOW)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = _site(Path(folder))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        IMAGES.mkdir(exist_ok=True)
        page = browser.new_page(viewport=SIZE)
        page.goto((site / "r/RUS/TALIBAN.html").as_uri())
        _take(page, "relation")
        page.click("#standing .source a >> nth=0")
        page.wait_for_selector("#panel .card")
        _take(page, "document")
        browser.close()


def _site(folder: Path) -> Path:
    import detente
    from detente.web.publish import publish

    with detente.open(folder / "example.duckdb") as record:
        record.read(ROOT / "examples" / "russia-taliban.md")
        publish(record, folder / "site", name="example")
    return folder / "site"


def _take(page: Any, name: str) -> None:
    from io import BytesIO

    from PIL import Image

    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    taken.quantize(COLOURS).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
