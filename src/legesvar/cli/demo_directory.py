"""The demo's directory: its database, files, messages and secrets, and the lock of the demo that uses them."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

# Raised when a directory furnished by an older version of Legesvar could not be used by a newer one, or the reverse.
VERSION = 1


class DemoProblem(Exception):
    """The demo cannot go on; the text says why and what to do, in one sentence."""


@dataclass(frozen=True)
class Holder:
    """The demo that uses a directory."""

    pid: int
    port: int


@dataclass(frozen=True)
class Secrets:
    """Made once for each directory."""

    secret_key: str
    patients_client: str
    staff_client: str


@dataclass(frozen=True)
class Directory:
    """Where one demo keeps what is its own. Other files in the directory are left alone."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "database"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def _lock(self) -> Path:
        return self.path / "demo.lock"

    @property
    def _stamp(self) -> Path:
        return self.path / "demo.json"

    @property
    def _secrets(self) -> Path:
        return self.path / "secrets.json"

    @contextlib.contextmanager
    def held(self, port: int) -> Iterator[bool]:
        """Keep other demos out until the block ends; True when the former one did not end as it should.

        :raises DemoProblem: another demo uses the directory, or it cannot be written
        """
        with explained(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _refuse_second(descriptor, self.path)
            was_killed = bool(os.pread(descriptor, 1, 0))
            _write_holder(descriptor, asdict(Holder(os.getpid(), port)))
            try:
                yield was_killed
            finally:
                _write_holder(descriptor, None)
        finally:
            os.close(descriptor)

    def holder(self) -> Holder | None:
        """Return the demo that uses the directory now, if any."""
        try:
            descriptor = os.open(self._lock, os.O_RDWR)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
        except BlockingIOError:
            return _read_holder(descriptor)
        finally:
            os.close(descriptor)

    def refuse_newer(self) -> None:
        """See that no newer version of Legesvar has furnished the directory.

        :raises DemoProblem: one has
        """
        if int(self._stamped().get("version", 0)) > VERSION:
            raise DemoProblem(
                f"{self.path} was furnished by a newer version of Legesvar. "
                "Choose another --data-dir, or begin anew with --fresh."
            )

    def stamp(self, **facts: object) -> None:
        """Note that this version has furnished the directory, and what was asked for."""
        self._stamp.write_text(json.dumps({**self._stamped(), "version": VERSION, **facts}))

    def stamped(self, name: str) -> object:
        """Return what was noted under a name."""
        return self._stamped().get(name)

    def _stamped(self) -> dict[str, object]:
        try:
            noted = json.loads(self._stamp.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}

    @cached_property
    def secrets(self) -> Secrets:
        """The directory's secrets, made when they are first asked for and readable by this user alone."""
        if not self._secrets.exists():
            made = Secrets(*(secrets.token_urlsafe(48) for _ in range(3)))
            unfinished = self._secrets.with_suffix(".new")
            unfinished.unlink(missing_ok=True)
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(asdict(made), file)
            unfinished.rename(self._secrets)
        return Secrets(**json.loads(self._secrets.read_text()))

    def clear(self) -> None:
        """Remove all that the demo keeps. Its database must have been stopped."""
        for folder in (self.database, self.files, self.logs):
            shutil.rmtree(folder, ignore_errors=True)
        for file in (self._stamp, self._secrets, *self.path.glob("*.jsonl"), self.path / "people.json"):
            file.unlink(missing_ok=True)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses into one sentence.

    :raises DemoProblem: with the sentence
    """
    try:
        yield
    except PermissionError as error:
        raise DemoProblem(f"{error.filename or path} is not writable for this user.") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise DemoProblem(f"{path} cannot be a data directory: {error.strerror}.") from error
    except OSError as error:
        reason = "The disk is full" if error.errno == errno.ENOSPC else str(error.strerror or error)
        raise DemoProblem(f"{reason}: {error.filename or path}") from error


def _refuse_second(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _read_holder(descriptor)
        where = f" at http://127.0.0.1:{holder.port}/" if holder else ""
        raise DemoProblem(
            f"A demo uses {path} already{where}. Stop it with «legesvar demo --stop», or choose another --data-dir."
        ) from None


def _read_holder(descriptor: int) -> Holder | None:
    try:
        return Holder(**json.loads(os.pread(descriptor, 1000, 0)))
    except (ValueError, TypeError):
        return None


def _write_holder(descriptor: int, facts: dict[str, int] | None) -> None:
    os.ftruncate(descriptor, 0)
    if facts:
        os.pwrite(descriptor, json.dumps(facts).encode(), 0)
