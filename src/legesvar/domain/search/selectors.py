"""What a search finds: messages by their words, the newest first, within the actor's clinic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from legesvar.core import by_sql, paging
from legesvar.core.actor import Actor
from legesvar.domain.search import policies
from legesvar.domain.search.models import Search

PAGE_SIZE = 25
KEY_TYPES = (str, int)


@dataclass(frozen=True, slots=True)
class Made:
    """A search that was made: what for, and why messages are looked through, if they are."""

    public_id: UUID
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One message that holds the words: where it stands, and nothing of what it says."""

    id: int
    dialogue_id: UUID
    kind: str
    patient_name: str
    birth_date: date
    number: int
    from_patient: bool
    at: datetime


_HITS = f"SELECT {', '.join(Hit.__slots__)} FROM search_messages(%s, %s, %s, %s)"  # noqa: S608 - names of ours


def search(actor: Actor, public_id: UUID, now: datetime) -> Made | None:
    """Return a search of the actor's own, as long as it may be looked at again."""
    found = Search.objects.filter(clinic_id=actor.clinic_id, account_id=actor.account_id, public_id=public_id).first()
    return None if found is None or policies.is_over(found.at, now) else Made(found.public_id, found.words, found.why)


def says_something(actor: Actor, words: str) -> bool:
    """Say whether there is a word to look for: «og», «»» and blanks are none."""
    ((says,),) = by_sql.query("SELECT numnode(websearch_to_tsquery('pg_catalog.norwegian', %s)) > 0", [words])
    return bool(says)


def messages(actor: Actor, words: str, key: str | None, now: datetime) -> paging.Page[Hit]:
    """Return a page of the messages at the actor's clinic that hold all the words, the newest first.

    Words are found in all their Norwegian forms; "…" finds them side by side, OR either, and - leaves out.

    :param key: from the page before; forwards only
    """
    position = _position(key)
    before, row_id = position.values if position else (now.isoformat(), 2**63 - 1)
    rows = [Hit(*row) for row in by_sql.query(_HITS, [words, before, row_id, PAGE_SIZE + 1])]
    return paging.page(rows, size=PAGE_SIZE, position=position, key=lambda hit: (hit.at.isoformat(), hit.id))


def _position(key: str | None) -> paging.Position | None:
    position = paging.decode(key, types=KEY_TYPES)
    if position is None or position.backwards:
        return None
    moment, row_id = position.values
    try:
        at = datetime.fromisoformat(moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return paging.Position((at.isoformat(), row_id)) if 0 <= row_id < 2**63 else None
