"""Runs a command with LEGESVAR_TEST_DATABASE_URL naming a PostgreSQL 15 of its own, the oldest version we support.

    python scripts/postgres15.py .venv/bin/pytest tests/domain

The server lives in a temporary directory and ends with the command. Installs the programs by apt as root.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from legesvar.cli import database_roles

VERSION = "15"
PLACES = [
    f"/usr/lib/postgresql/{VERSION}/bin",
    f"/usr/pgsql-{VERSION}/bin",
    f"/opt/homebrew/opt/postgresql@{VERSION}/bin",
]
MISSING = f"These tests need PostgreSQL {VERSION}: install it (apt install postgresql-{VERSION})."
SETTINGS = ["listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "timezone=UTC"]


def programs() -> Path:
    """Return the directory with initdb and pg_ctl, after installing them where that is allowed."""
    for attempt in (find, install_and_find):
        if found := attempt():
            return found
    sys.exit(MISSING)


def find() -> Path | None:
    """Return the first place that holds the version."""
    return next((Path(place) for place in PLACES if (Path(place) / "initdb").exists()), None)


def install_and_find() -> Path | None:
    """Install by apt, without the cluster Debian would make and start, and look again."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    apt = ["apt-get", "-y", "-qq", "--no-install-recommends"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "postgresql-common"]):
        subprocess.run([*apt, *command], env=environment, stdout=sys.stderr, check=False)
    settings = Path("/etc/postgresql-common/createcluster.conf")
    if settings.exists():
        with settings.open("a") as file:
            file.write("\ncreate_main_cluster = false\n")
    subprocess.run([*apt, "install", f"postgresql-{VERSION}"], env=environment, stdout=sys.stderr, check=False)
    return find()


@contextlib.contextmanager
def server(bin_dir: Path) -> Iterator[str]:
    """Run a server in a temporary directory and give the owner's address."""
    root = os.geteuid() == 0
    user = pwd.getpwnam("postgres") if root else pwd.getpwuid(os.geteuid())
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if root else {}

    def run(program: str, *arguments: str) -> None:
        with open(log, "a") as output:
            done = subprocess.run(
                [bin_dir / program, *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/",
                check=False, **as_user,
            )  # fmt: skip
        if done.returncode:
            sys.exit(f"{program} failed:\n{Path(log).read_text()[-3000:]}")

    with tempfile.TemporaryDirectory(prefix="legesvar-pg15-") as home:
        log, data = f"{home}/log", f"{home}/data"
        os.chown(home, user.pw_uid, user.pw_gid)
        run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        options = " ".join(f"-c {setting}" for setting in [*SETTINGS, f"unix_socket_directories={home}"])
        run("pg_ctl", "start", "-D", data, "-l", f"{home}/server.log", "-o", options, "-w")
        try:
            where = f"?host={quote(home, safe='')}&port=5432"
            database_roles.prepare(f"postgresql://postgres@/postgres{where}", for_tests=True)
            yield f"postgresql://{database_roles.OWNER}@/{database_roles.DATABASE}{where}"
        finally:
            run("pg_ctl", "stop", "-D", data, "-m", "immediate", "-w")


def main() -> int:
    """Run the command and return its exit code."""
    with server(programs()) as url:
        return subprocess.run(
            sys.argv[1:], env=os.environ | {"LEGESVAR_TEST_DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
