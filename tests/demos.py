"""Demos that tests start, as their users start them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from legesvar.cli import ports

STOP = 90


class Running:
    """A demo in a directory of its own."""

    def __init__(self, data_dir: Path, *arguments: str) -> None:
        self.data_dir, self.port = data_dir, two_free_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            demo("--data-dir", str(data_dir), "--port", str(self.port), *arguments),
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def get(self, path: str) -> tuple[int, str]:
        """Ask the portal for a page; status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()
        except OSError:
            return 0, ""

    def wait_until_ready(self, seconds: float) -> None:
        """Wait until the portal answers, or fail with what the demo said."""
        wait_for(lambda: self.process.poll() is not None or self.get("/helse/klar")[0] == 200, seconds)
        assert self.process.poll() is None, self.process.communicate()[0]

    def family(self) -> list[int]:
        """All that the demo has started, and the database, which is nobody's child."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        parents = {int(pid): int(parent) for pid, parent in map(str.split, listed.splitlines())}
        found, before = {self.process.pid}, 0
        while len(found) > before:
            before = len(found)
            found |= {pid for pid, parent in parents.items() if parent in found}
        return [*found, int((self.data_dir / "database" / "postmaster.pid").read_text().split()[0])]

    def worker(self) -> int:
        """Return the process of `legesvar work`, which starts after the first page has come."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if found := [pid for pid in self.family() if "work" in arguments_of(pid)]:
                return found[0]
            time.sleep(0.1)
        raise AssertionError("legesvar work did not start")

    def ended(self) -> str:
        """Wait until it has ended, and return what it said."""
        return self.process.communicate(timeout=STOP)[0]


def demo(*arguments: str) -> list[str]:
    """Return the command that starts a demo."""
    return [sys.executable, "-m", "legesvar.cli", "demo", *arguments]


def environment() -> dict[str, str]:
    """Ours, with a setting of another installation, which must not mislead the demo."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEGESVAR_")}
    return kept | {"LEGESVAR_PUBLIC_URL": "https://elsewhere.example"}


def two_free_ports() -> int:
    """Return a port that is free together with the next."""
    while not ports.is_free((port := ports.any_free()) + 1):
        pass
    return port


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until the condition holds, or fail."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert condition()


def arguments_of(pid: int) -> list[str]:
    """Return the command line of a process; nothing when it is gone."""
    return subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
