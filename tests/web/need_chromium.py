"""Where the browser is that the tests of the pages drive. `.ci/needs` installs one where that is allowed."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "no Chromium here: `bash .ci/needs` installs it on Debian as root; or name one in CHROMIUM"


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in filter(None, (named, *NAMES)) if (path := shutil.which(name))), None)
