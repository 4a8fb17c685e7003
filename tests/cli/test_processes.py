"""Nothing that a command starts may outlive it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from legesvar.cli import processes

SLEEP = "from legesvar.cli import processes; processes.follow_parent(); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def python(lines: str, ready: Path) -> list[str]:
    """A program that says it is ready by a file, when its first statements have been run."""
    before, _, after = lines.rpartition(";")
    return [sys.executable, "-c", f"import sys, time, pathlib; {before}; pathlib.Path({str(ready)!r}).touch(); {after}"]


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def test_leaving_the_block_stops_all(tmp_path):
    with processes.Family() as family:
        for name in ("one", "two"):
            family.start(name, python(SLEEP, tmp_path / name), os.environ)
            wait_for((tmp_path / name).exists)
        children = list(family.children.values())
        assert family.ended() is None
    assert [child.returncode for child in children] == [-signal.SIGTERM] * 2


def test_one_that_does_not_listen_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    with processes.Family() as family:
        family.start("stubborn", python(STUBBORN, tmp_path / "ready"), os.environ)
        wait_for((tmp_path / "ready").exists)
        child = family.children["stubborn"]
    assert child.returncode == -signal.SIGKILL


def test_one_that_ends_by_itself_is_named():
    with processes.Family() as family:
        family.start("short", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
        assert family.wait() == ("short", 3)


def test_children_end_when_their_parent_is_killed(tmp_path):
    parent = (
        "import os, time; from legesvar.cli import processes; family = processes.Family();"
        f"family.start('one', {python(SLEEP, tmp_path / 'ready')!r}, os.environ);"
        "print(family.children['one'].pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as running:
        child = int(running.stdout.readline())
        wait_for((tmp_path / "ready").exists)
        running.kill()
    wait_for(lambda: not _alive(child))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return not state.startswith("Z") and bool(state)
