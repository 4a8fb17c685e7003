"""RUN-1: one command, and there is a portal to try; it stops without a trace and tells plainly why it cannot start."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from legesvar.cli import demo_directory, embedded_postgres, ports

FIRST_START, SECOND_START, STOP = 90, 30, 30


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
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()
        except OSError:
            return 0, ""

    def wait_until_ready(self, seconds: float) -> None:
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

    def ended(self) -> str:
        """Wait until it has ended, and return what it said."""
        return self.process.communicate(timeout=STOP)[0]


def demo(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "legesvar.cli", "demo", *arguments]


def environment() -> dict[str, str]:
    """Ours, with a setting of another installation, which must not mislead the demo."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEGESVAR_")}
    return kept | {"LEGESVAR_PUBLIC_URL": "https://elsewhere.example"}


def two_free_ports() -> int:
    while not ports.is_free((port := ports.any_free()) + 1):
        pass
    return port


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert condition()


def alive(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(listed.strip()) and not listed.startswith("Z")


@pytest.fixture
def data_dir(reachable: Path) -> Iterator[Path]:
    directory = reachable / "en mappe" / "demo"
    yield directory
    embedded_postgres.stop(directory / "database")


def test_the_demo_comes_up_furnished_stops_without_a_trace_and_keeps_what_it_had(data_dir):
    first = Running(data_dir)
    first.wait_until_ready(FIRST_START)

    status, page = first.get("/demo/")
    assert status == 200
    for name in ("Aud Prøvestad", "Unni Utenfor", "Ingrid Testlund", "Vidar Vikarstad", "Arne Adminsen"):
        assert name in page
    assert first.get("/demo/messages.json") == (200, "[]")
    assert first.get("/logg-inn/")[0] == 200
    secrets = data_dir / "secrets.json"
    assert secrets.stat().st_mode & 0o777 == 0o600

    refused = subprocess.run(
        demo("--data-dir", str(data_dir)), env=environment(), capture_output=True, text=True, check=False, timeout=30
    )
    assert refused.returncode == 1
    assert f"uses {data_dir} already at {first.url}/" in refused.stderr

    family = first.family()
    first.process.terminate()
    said = first.ended()
    assert first.process.returncode == 0
    assert f"Legesvar er klar på {first.url}/" in said
    assert_nothing_left(family, first)

    kept = secrets.read_text()
    second = Running(data_dir)
    second.wait_until_ready(SECOND_START)
    assert secrets.read_text() == kept
    family = second.family()
    worker = next(pid for pid in family if "work" in arguments_of(pid))
    os.kill(worker, signal.SIGKILL)
    said = second.ended()
    assert second.process.returncode == 1
    assert "legesvar work has stopped by itself (-9); all is stopped now." in said
    assert_nothing_left(family, second)


def arguments_of(pid: int) -> list[str]:
    return subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()


def assert_nothing_left(family: list[int], running: Running) -> None:
    assert [pid for pid in family if alive(pid)] == []
    assert ports.is_free(running.port)
    assert ports.is_free(running.port + 1)


def test_a_killed_demo_does_not_stand_in_the_way_of_the_next(data_dir):
    """Killed early, so that the test is short: the database runs, and the furnishing has begun."""
    killed = Running(data_dir)
    furnishing = data_dir / "logs" / "furnish.log"
    wait_for(furnishing.exists, 30)
    family = killed.family()
    killed.process.kill()
    killed.ended()
    wait_for(lambda: not any(map(alive, family[:-1])), 20)
    stopped = subprocess.run(demo("--stop", "--data-dir", str(data_dir)), env=environment(), check=False, timeout=60)
    assert stopped.returncode == 0
    assert_nothing_left(family, killed)
    with demo_directory.Directory(data_dir).held(1) as was_killed:
        assert was_killed


def test_a_demo_that_is_stopped_while_it_comes_up_leaves_nothing(data_dir):
    early = Running(data_dir)
    wait_for((data_dir / "logs" / "furnish.log").exists, 30)
    family = early.family()
    early.process.send_signal(signal.SIGINT)
    assert early.ended() == ""
    assert early.process.returncode == 0
    assert_nothing_left(family, early)


def refused(*arguments: str) -> str:
    """Run a demo that cannot start, and return the one sentence it says."""
    done = subprocess.run(
        demo(*arguments), env=environment(), capture_output=True, text=True, check=False, timeout=30
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


@pytest.mark.parametrize("offset", [0, 1])
def test_a_taken_port_is_named(data_dir, offset):
    port = two_free_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + offset))
        taken.listen()
        said = refused("--data-dir", str(data_dir), "--port", str(port))
    assert re.match(rf"Port {port + offset}\b.* is taken\. Choose another: --port", said)
    assert not (data_dir / "database").exists()


def test_a_directory_of_a_newer_version_is_left_alone(data_dir):
    data_dir.mkdir(parents=True)
    (data_dir / "demo.json").write_text(json.dumps({"version": demo_directory.VERSION + 1}))
    assert "furnished by a newer version" in refused("--data-dir", str(data_dir), "--port", str(two_free_ports()))
    assert not (data_dir / "database").exists()


def test_a_database_of_a_newer_postgresql_is_left_alone(data_dir):
    (data_dir / "database").mkdir(parents=True)
    (data_dir / "database" / "PG_VERSION").write_text("99")
    assert "a newer PostgreSQL (99)" in refused("--data-dir", str(data_dir), "--port", str(two_free_ports()))
    (data_dir / "database" / "PG_VERSION").unlink()


def test_a_file_where_the_directory_should_be_is_said(tmp_path):
    (tmp_path / "file").write_text("mine")
    assert "cannot be a data directory" in refused("--data-dir", str(tmp_path / "file"))
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (PermissionError(13, "Permission denied", "/there"), "/there is not writable for this user."),
        (OSError(28, "No space left on device", "/there"), "The disk is full: /there"),
    ],
)
def test_what_the_machine_refuses_is_said_in_one_sentence(problem, said):
    with pytest.raises(demo_directory.DemoProblem, match=re.escape(said)), demo_directory.explained(Path("/there")):
        raise problem


def test_beginning_anew_removes_only_what_is_the_demos(tmp_path):
    directory = demo_directory.Directory(tmp_path)
    (tmp_path / "letter.txt").write_text("mine")
    (tmp_path / "test-pg").mkdir()
    directory.stamp()
    assert directory.secrets.secret_key != demo_directory.Directory(tmp_path).secrets.staff_client
    directory.clear()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.txt", "test-pg"]


@pytest.mark.parametrize("wrong", [("--port", "0"), ("--port", "65535"), ("--patients", "-1"), ("--dialogues", "many")])
def test_a_wrong_option_is_explained(wrong):
    done = subprocess.run(demo(*wrong), env=environment(), capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert "a number from 0 is needed" in done.stderr or "a port is a number" in done.stderr
