"""RUN-1: the database that comes along. Each test has a server of its own, started for it and stopped after it."""

import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest

from legesvar.cli import database_roles, embedded_postgres
from legesvar.cli.embedded_postgres import EmbeddedPostgresError


@pytest.fixture(params=["a path with spaces and 'quotes'"])
def data_dir(reachable: Path, request):
    directory = reachable / request.param / "data"
    yield directory
    embedded_postgres.stop(directory)


@pytest.mark.parametrize("data_dir", ["a path with spaces and 'quotes'", "a, comma"], indirect=True)
def test_starting_makes_the_roles_and_the_database(data_dir):
    server = embedded_postgres.start(data_dir, durable=False)
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("SELECT current_user, current_database(), lower('ÆØÅ'), current_setting('fsync')")
        assert row.fetchone() == ("legesvar_owner", "legesvar", "æøå", "off")
        connection.execute("SET ROLE legesvar_app")


def test_the_app_role_owns_nothing_and_cannot_become_the_owner(data_dir):
    server = embedded_postgres.start(data_dir, durable=False)
    with psycopg.connect(server.url(database_roles.APP)) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET ROLE legesvar_owner")
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


def test_the_demos_server_keeps_what_it_says_it_kept(data_dir):
    server = embedded_postgres.start(data_dir, durable=True)
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW full_page_writes").fetchone() == ("on",)


def test_starting_again_attaches_to_the_server_that_runs(data_dir):
    first = embedded_postgres.start(data_dir, durable=False)
    with psycopg.connect(first.url()) as connection:
        embedded_postgres.start(data_dir, durable=False)
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_several_starting_at_once_get_one_server(data_dir):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(embedded_postgres.start(data_dir, durable=False)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_the_server_outlives_a_killed_parent_and_is_stopped_by_the_next(data_dir):
    start_and_die = (
        "import os, sys; from legesvar.cli import embedded_postgres;"
        "embedded_postgres.start(sys.argv[1], durable=False); os.kill(os.getpid(), 9)"
    )
    died = subprocess.run([sys.executable, "-c", start_and_die, str(data_dir)], check=False)
    assert died.returncode == -9
    assert embedded_postgres.stop(data_dir) is True
    assert embedded_postgres.stop(data_dir) is False


def test_what_was_stored_is_there_after_a_stop_and_a_start(data_dir):
    server = embedded_postgres.start(data_dir, durable=True)
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    embedded_postgres.stop(data_dir)
    with psycopg.connect(embedded_postgres.start(data_dir, durable=True).url()) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (1,)


def test_a_path_too_long_for_a_socket_gets_a_short_one(reachable):
    data_dir = reachable / ("d" * 100) / "data"
    try:
        server = embedded_postgres.start(data_dir, durable=False)
        assert server.socket_dir != data_dir
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        embedded_postgres.stop(data_dir)
    assert not server.socket_dir.exists()


def test_settings_for_another_server_in_the_environment_do_not_mislead_it(data_dir, monkeypatch):
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "nowhere.invalid")
    monkeypatch.setenv("PGDATABASE", "other")
    with psycopg.connect(embedded_postgres.start(data_dir, durable=False).url()) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("legesvar",)


@pytest.mark.parametrize(("version", "said"), [("19", "a newer PostgreSQL"), ("16", "another PostgreSQL")])
def test_a_directory_of_another_version_is_refused_in_words(data_dir, version, said):
    data_dir.mkdir(parents=True)
    (data_dir / "PG_VERSION").write_text(version)
    with pytest.raises(EmbeddedPostgresError, match=said):
        embedded_postgres.start(data_dir, durable=False)
    (data_dir / "PG_VERSION").unlink()


def test_a_full_disk_is_said_before_anything_is_written(data_dir, monkeypatch):
    monkeypatch.setattr(embedded_postgres, "NEEDED_BYTES", 2**60)
    with pytest.raises(EmbeddedPostgresError, match="The disk is full"):
        embedded_postgres.start(data_dir, durable=False)
    assert not data_dir.exists()


def test_somebody_elses_files_are_left_alone(data_dir):
    data_dir.mkdir(parents=True)
    (data_dir / "letter.txt").write_text("mine")
    with pytest.raises(EmbeddedPostgresError):
        embedded_postgres.start(data_dir, durable=False)
    assert (data_dir / "letter.txt").read_text() == "mine"


def test_a_file_where_the_directory_should_be_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedPostgresError, match="cannot be a data directory"):
        embedded_postgres.start(tmp_path / "file" / "data", durable=False)


def test_the_server_never_runs_as_root(data_dir):
    embedded_postgres.start(data_dir, durable=False)
    assert data_dir.stat().st_uid != 0


def test_a_role_that_would_pass_the_wall_is_refused(data_dir):
    server = embedded_postgres.start(data_dir, durable=False)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("ALTER ROLE legesvar_app BYPASSRLS")
    with pytest.raises(database_roles.RoleTooPowerful):
        database_roles.prepare(server.url("postgres", "postgres"))
