"""RUN-1: one command, and there is a portal to try; it stops without a trace and tells plainly why it cannot start."""

import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.demos import Running, demo, environment, two_free_ports, wait_for

from legesvar.cli import demo_directory, embedded_postgres, ports

# Far more than it takes: other tests have the processors meanwhile.
FIRST_START, SECOND_START, BEGUN = 240, 120, 90


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
        demo("--data-dir", str(data_dir)), env=environment(), capture_output=True, text=True, check=False, timeout=BEGUN
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
    os.kill(second.worker(), signal.SIGKILL)
    said = second.ended()
    assert second.process.returncode == 1
    assert "legesvar work has stopped by itself (-9); all is stopped now." in said
    assert_nothing_left(family, second)


def assert_nothing_left(family: list[int], running: Running) -> None:
    assert [pid for pid in family if alive(pid)] == []
    assert ports.is_free(running.port)
    assert ports.is_free(running.port + 1)


def test_a_killed_demo_does_not_stand_in_the_way_of_the_next(data_dir):
    """Killed early, so that the test is short: the database runs, and the furnishing has begun."""
    killed = Running(data_dir)
    furnishing = data_dir / "logs" / "furnish.log"
    wait_for(furnishing.exists, BEGUN)
    family = killed.family()
    killed.process.kill()
    killed.ended()
    wait_for(lambda: not any(map(alive, family[:-1])), BEGUN)
    stopped = subprocess.run(demo("--stop", "--data-dir", str(data_dir)), env=environment(), check=False, timeout=BEGUN)
    assert stopped.returncode == 0
    assert_nothing_left(family, killed)
    with demo_directory.Directory(data_dir).held(1) as was_killed:
        assert was_killed


def test_a_demo_that_is_stopped_while_it_comes_up_leaves_nothing(data_dir):
    early = Running(data_dir)
    wait_for((data_dir / "logs" / "furnish.log").exists, BEGUN)
    family = early.family()
    early.process.send_signal(signal.SIGINT)
    assert early.ended() == ""
    assert early.process.returncode == 0
    assert_nothing_left(family, early)


def refused(*arguments: str) -> str:
    """Run a demo that cannot start, and return the one sentence it says."""
    done = subprocess.run(
        demo(*arguments), env=environment(), capture_output=True, text=True, check=False, timeout=BEGUN
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
    done = subprocess.run(demo(*wrong), env=environment(), capture_output=True, text=True, check=False, timeout=BEGUN)
    assert done.returncode == 2
    assert "a number from 0 is needed" in done.stderr or "a port is a number" in done.stderr
