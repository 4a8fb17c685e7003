"""Forgetting bytes that no file owns any more. Each night, also those nobody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from legesvar.adapters.object_store import ObjectStore
from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.files import selectors as files
from legesvar.jobs.work import log

# An upload is stored some seconds before its row: what is younger than this may still be on its way.
LEFT_ALONE = timedelta(hours=24)
AT_ONCE = 1000
# More than this, and more than what is owned: rather a wrong database or a shared bucket than so many mishaps.
MANY = 1000


def forget(actor: Actor, store: ObjectStore, keys: Iterable[str]) -> int:
    """Remove those of some objects that no file owns.

    :returns: how many
    """
    unowned, _ = _apart(actor, list(keys))
    for key in unowned:
        store.delete(key)
    return len(unowned)


def forget_orphans(actor: Actor, store: ObjectStore, now: datetime) -> int:
    """Remove the objects older than a day that no file owns, and what killed writes left behind.

    :returns: how many objects
    """
    unowned: list[str] = []
    owned = 0
    for keys in _old(store, now - LEFT_ALONE):
        some, others = _apart(actor, keys)
        unowned, owned = unowned + some, owned + others
    if len(unowned) > max(MANY, owned):
        log.error("too_many_orphans_to_forget", orphans=len(unowned), owned=owned)
        return 0
    for key in unowned:
        store.delete(key)
    left = store.forget_unfinished(before=now - LEFT_ALONE)
    log.info("orphans_forgotten", objects=len(unowned), unfinished=left)
    return len(unowned)


def _old(store: ObjectStore, before: datetime) -> Iterator[list[str]]:
    keys = (found.key for found in store.listing() if found.modified_at < before)
    while some := list(islice(keys, AT_ONCE)):
        yield some


def _apart(actor: Actor, keys: list[str]) -> tuple[list[str], int]:
    with acting_as(actor):
        owned = files.owned_keys(actor, keys)
    return [key for key in keys if key not in owned], len(owned)
