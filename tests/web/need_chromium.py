"""Where the browser is that the tests of the pages drive; run as a program, it installs one where that is allowed.

python tests/web/need_chromium.py     install Debian's Chromium with apt-get, where there is none and we are root
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "no Chromium here: install one with `apt-get install chromium`, or name it in CHROMIUM"


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in filter(None, (named, *NAMES)) if (path := shutil.which(name))), None)


def main() -> int:
    """Install a browser, or say why not."""
    if chromium():
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(HOW, file=sys.stderr)
        return 1
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "install", "--no-install-recommends", "-y", "chromium"],
    ):
        if subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode:
            print(f"{' '.join(command)} failed", file=sys.stderr)
            return 1
    return 0 if chromium() else 1


if __name__ == "__main__":
    sys.exit(main())
