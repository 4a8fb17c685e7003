"""How a seal's hash is made: pure, and simple enough to be recomputed with any other tool (docs/audit.md)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import NamedTuple


class SealedEntry(NamedTuple):
    """An entry as it goes into a hash: every column, in the table's order, as text or number.

    `at` is UTC with microseconds; `details` is the text PostgreSQL writes for the stored jsonb, so that not even a
    number's last digit can change unseen.
    """

    id: str
    clinic_id: int | None
    person_id: int | None
    hidden: bool
    at: str | None
    event: str
    role: str
    actor_name: str
    account_id: int | None
    acting_person_id: int | None
    about: str | None
    details: str
    request_id: str
    txid: int


class Link(NamedTuple):
    """A seal as it stands in the table; `sealed_at` is UTC with microseconds."""

    number: int
    from_txid: int
    to_txid: int
    entries: int
    previous: str
    hash: str
    sealed_at: str | None


BEGINNING = Link(number=0, from_txid=0, to_txid=0, entries=0, previous="", hash="", sealed_at=None)


class Chain:
    """Adds up one seal: the hash before it, each entry in the order (txid, id, at), and last the seal's own columns."""

    def __init__(self, previous: str) -> None:
        self.previous = previous
        self.entries = 0
        self._sum = hashlib.sha256(previous.encode() + b"\n")

    def add(self, entry: SealedEntry) -> None:
        """Put the next entry in."""
        self._sum.update(canonical(entry._asdict()))
        self.entries += 1

    def close(self, *, number: int, from_txid: int, to_txid: int, sealed_at: str | None) -> str:
        """Return the seal's hash in hexadecimal."""
        last = {"number": number, "from_txid": from_txid, "to_txid": to_txid, "entries": self.entries}
        self._sum.update(canonical(last | {"sealed_at": sealed_at}))
        return self._sum.hexdigest()


def canonical(columns: dict[str, object]) -> bytes:
    """Write columns in the one way that is hashed: one line of JSON in ASCII, names sorted, no blanks."""
    return json.dumps(columns, sort_keys=True, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def written(instant: datetime) -> str:
    """Write an instant as the hashes hold it: UTC with microseconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
