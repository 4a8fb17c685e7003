"""Finds the browser for the journeys. `python -m tests.chromium` prints its path, and installs one where it may."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATION = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = "The tests need Chromium: install it (apt install chromium), or name it in CHROMIUM=/path/to/chromium."


def find() -> str | None:
    """Return the browser that CHROMIUM names, or the first one on this machine.

    :raises FileNotFoundError: CHROMIUM names what is not there
    """
    if named := os.environ.get("CHROMIUM"):
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(f"CHROMIUM={named} is no program. {MISSING}")
        return found
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _playwrights_own() or (str(APPLICATION) if APPLICATION.exists() else None)


def require() -> str:
    """Return the browser, or fail with one sentence that says what to install.

    :raises FileNotFoundError: there is none
    """
    found = find()
    if found is None:
        raise FileNotFoundError(MISSING)
    return found


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def _install() -> None:
    """Install by apt, as root where there is apt; its output goes beside ours, which is only the path."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *command], env=environment, stdout=sys.stderr, check=False)


def main() -> None:
    """Print the path of the browser, after installing one where that is allowed."""
    try:
        if find() is None:
            _install()
        sys.stdout.write(require() + "\n")
    except FileNotFoundError as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
