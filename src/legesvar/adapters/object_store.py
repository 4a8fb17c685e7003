"""Where the bytes of pictures and documents lie: a directory, or any S3-compatible store, by URL.

`file:///var/lib/legesvar/files` or `s3://bucket?endpoint=https://…&region=…`. Credentials for S3 are taken from the
usual AWS settings of the host. A store may be made before a process forks, but not used before.

Keys are random and made here; nothing a user says is ever part of one.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}")
UNFINISHED = ".unfinished"
CHUNK_BYTES = 256 * 1024
S3_OPTIONS = frozenset({"endpoint", "region", "path_style"})


class StoreError(Exception):
    """The store did not do what it was asked: unreachable, full, or not allowed. Trying again later may help."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One object as a listing shows it."""

    key: str
    size: int
    modified_at: datetime


def new_key() -> str:
    """Make a key nobody can guess, in one of 256 folders."""
    name = secrets.token_hex(32)
    return f"{name[:2]}/{name[2:]}"


def open_store(url: str) -> ObjectStore:
    """Open the store a URL names. Nothing is contacted or created yet.

    :raises ValueError: when the URL names no store, or has an option that is not known
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc and not parts.query:
        return LocalObjectStore(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc and parts.path in ("", "/"):
        options = parse_qs(parts.query, strict_parsing=bool(parts.query))
        unknown = options.keys() - S3_OPTIONS
        if not unknown:
            return S3ObjectStore(parts.netloc, **{name: values[-1] for name, values in options.items()})
    raise ValueError(f"not a file store: {parts.scheme}://… (file:///directory or s3://bucket?endpoint=…&region=…)")


class ObjectStore:
    """Bytes by key. Every method raises `StoreError` when the store fails, and `ValueError` for a key not made here."""

    @cached_property
    def _store(self) -> LocalStore | S3Store:
        raise NotImplementedError

    def put(self, key: str, data: bytes, media_type: str) -> None:
        """Store an object; when this returns it is there in full, and otherwise not at all."""
        with _failures():
            obstore.put(self._store, _own(key), data, attributes={"Content-Type": media_type}, use_multipart=False)

    def get(self, key: str) -> bytes:
        """Fetch an object.

        :raises FileNotFoundError: when there is none
        """
        with _failures():
            return bytes(obstore.get(self._store, _own(key)).bytes())

    def stream(self, key: str, chunk_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
        """Fetch an object piece by piece. It is opened before this returns, so that a missing one is known at once.

        :raises FileNotFoundError: when there is none
        """
        with _failures():
            pieces = obstore.get(self._store, _own(key)).stream(min_chunk_size=chunk_bytes)
        return _pieces(iter(pieces))

    def delete(self, key: str) -> None:
        """Remove an object. One that is gone already is no error, so that a clean-up may be repeated."""
        with contextlib.suppress(FileNotFoundError), _failures():
            obstore.delete(self._store, _own(key))

    def listing(self) -> Iterator[Stored]:
        """List every object, a thousand at a time, for finding those no row knows of."""
        with _failures():
            for batch in obstore.list(self._store, chunk_size=1000):
                for found in batch:
                    if KEY.fullmatch(found["path"]):
                        yield Stored(found["path"], found["size"], found["last_modified"])

    def forget_unfinished(self, *, before: datetime) -> int:
        """Remove what writes that were killed half-way left behind, and tell how many. S3 leaves nothing."""
        return 0


class S3ObjectStore(ObjectStore):
    """A bucket."""

    def __init__(self, bucket: str, *, endpoint: str = "", region: str = "us-east-1", path_style: str = "yes") -> None:
        self._options = {"bucket": bucket, "region": region, "virtual_hosted_style_request": path_style != "yes"}
        if endpoint:
            self._options["endpoint"] = endpoint
        self._plain = endpoint.startswith("http://")

    @cached_property
    def _store(self) -> S3Store:
        return S3Store(
            **self._options,
            client_options={"allow_http": self._plain, "timeout": "30s", "connect_timeout": "5s"},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
        )


class LocalObjectStore(ObjectStore):
    """A directory only our own user may look into."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def _store(self) -> LocalStore:
        with _failures():
            (self._root / UNFINISHED).mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(self._root)

    def put(self, key: str, data: bytes, media_type: str) -> None:
        """Write beside, flush to the disk, then move into place: a power cut leaves the whole file or none.

        The media type is not kept: a directory has no place for it, and the row that owns the key knows it.
        """
        target = self._root / _own(key)
        with _failures():
            beside = self._root / UNFINISHED / secrets.token_hex(16)
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.parent.mkdir(mode=0o700, exist_ok=True)
            try:
                _write_through(beside, data)
                if not target.parent.is_dir():
                    target.parent.mkdir(mode=0o700, exist_ok=True)
                    _flush_directory(self._root)
                beside.rename(target)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
            _flush_directory(target.parent)

    def forget_unfinished(self, *, before: datetime) -> int:
        """Remove what writes that were killed half-way left behind, and tell how many."""
        folder = self._root / UNFINISHED
        with _failures():
            left = [path for path in folder.glob("*") if path.stat().st_mtime < before.timestamp()]
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)


def _own(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError("not a key of ours")
    return key


def _write_through(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _flush_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pieces(pieces: Iterator[object]) -> Iterator[bytes]:
    with _failures():
        for piece in pieces:
            yield bytes(piece)


@contextlib.contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as failure:
        # The library's text names hosts and keys; its type is enough for the log.
        raise StoreError(type(failure).__name__) from failure
