"""Holding the seals against the entries: pure, in one pass over both, in constant memory (docs/audit.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from legesvar.domain.audit.sealing import BEGINNING, Chain, Link, SealedEntry

FAULTS_NAMED = 100


class Kind(StrEnum):
    """What can be wrong with a stretch of the trace."""

    SEALS_MISSING = "seals_missing"
    CHAIN_BROKEN = "chain_broken"
    STRETCH_UNSEALED = "stretch_unsealed"
    ENTRIES_REMOVED = "entries_removed"
    ENTRIES_ADDED = "entries_added"
    ENTRY_CHANGED = "entry_changed"
    NOT_AS_KNOWN = "not_as_known"


@dataclass(frozen=True, slots=True)
class Fault:
    """One stretch that is not as it was sealed.

    :param seal: the number of the seal, or of the first missing one
    :param count: how many seals or entries are missing or too many, where that can be told
    :param after: when the seal before was made, UTC; None for the first
    :param before: when this seal was made, UTC
    """

    kind: Kind
    seal: int
    from_txid: int
    to_txid: int
    count: int = 0
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found. `faults` names the first hundred of all `broken`, in the order of the seals."""

    seals: int
    sealed: int
    unsealed: int
    oldest_unsealed: str | None
    last: Link | None
    broken: int
    faults: tuple[Fault, ...]

    @property
    def is_intact(self) -> bool:
        """Say whether everything that was sealed is as it was."""
        return self.broken == 0


@dataclass(slots=True)
class _Findings:
    faults: list[Fault] = field(default_factory=list)
    broken: int = 0

    def add(self, kind: Kind, before: Link, seal: Link, *, first: int | None = None, count: int = 0) -> None:
        self.broken += 1
        if len(self.faults) < FAULTS_NAMED:
            number = seal.number if first is None else first
            span = (before.to_txid, seal.from_txid) if kind in _BETWEEN else (seal.from_txid, seal.to_txid)
            self.faults.append(Fault(kind, number, *span, count, before.sealed_at, seal.sealed_at))


_BETWEEN = {Kind.SEALS_MISSING, Kind.STRETCH_UNSEALED}


class _Stream:
    """The entries in order, read as far as somebody asks."""

    def __init__(self, entries: Iterator[SealedEntry]) -> None:
        self._entries = entries
        self._next = next(entries, None)

    def below(self, txid: int | None) -> Iterator[SealedEntry]:
        """Give the entries of transactions below `txid`, or all that are left."""
        while self._next is not None and (txid is None or self._next.txid < txid):
            yield self._next
            self._next = next(self._entries, None)


def examine(seals: Iterable[Link], entries: Iterator[SealedEntry], known: Mapping[int, str]) -> Report:
    """Recompute every seal and compare.

    :param seals: by number
    :param entries: by txid, id, at
    :param known: hashes of seals that were kept outside the database, by the seal's number
    """
    findings, stream, unmet = _Findings(), _Stream(entries), dict(known)
    before, count, sealed = BEGINNING, 0, 0
    for seal in seals:
        _check_link(findings, before, seal, strays=sum(1 for _ in stream.below(seal.from_txid)))
        sealed += _check_entries(findings, before, seal, stream)
        if unmet.pop(seal.number, seal.hash) != seal.hash:
            findings.add(Kind.NOT_AS_KNOWN, before, seal)
        before, count = seal, count + 1
    for number in sorted(unmet):
        findings.add(Kind.NOT_AS_KNOWN, before, before._replace(number=number, sealed_at=None))
    unsealed, oldest = _tail(stream)
    return Report(
        count, sealed, unsealed, oldest, before if count else None, findings.broken, tuple(findings.faults)
    )  # fmt: skip


def _check_link(findings: _Findings, before: Link, seal: Link, *, strays: int) -> None:
    expected = before.number + 1
    if seal.number != expected:
        findings.add(Kind.SEALS_MISSING, before, seal, first=expected, count=seal.number - expected)
        return
    if seal.previous != before.hash:
        findings.add(Kind.CHAIN_BROKEN, before, seal)
    if seal.from_txid != before.to_txid or strays:
        findings.add(Kind.STRETCH_UNSEALED, before, seal, count=strays)


def _check_entries(findings: _Findings, before: Link, seal: Link, stream: _Stream) -> int:
    chain = Chain(seal.previous)
    for entry in stream.below(seal.to_txid):
        chain.add(entry)
    found = chain.close(
        number=seal.number, from_txid=seal.from_txid, to_txid=seal.to_txid, sealed_at=seal.sealed_at
    )  # fmt: skip
    if chain.entries < seal.entries:
        findings.add(Kind.ENTRIES_REMOVED, before, seal, count=seal.entries - chain.entries)
    elif chain.entries > seal.entries:
        findings.add(Kind.ENTRIES_ADDED, before, seal, count=chain.entries - seal.entries)
    elif found != seal.hash:
        findings.add(Kind.ENTRY_CHANGED, before, seal)
    return chain.entries


def _tail(stream: _Stream) -> tuple[int, str | None]:
    count, oldest = 0, None
    for entry in stream.below(None):
        count += 1
        if entry.at is not None and (oldest is None or entry.at < oldest):
            oldest = entry.at
    return count, oldest
