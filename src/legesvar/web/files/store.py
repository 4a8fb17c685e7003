"""The object store this installation keeps its files in."""

from __future__ import annotations

from functools import lru_cache

import structlog
from django.conf import settings

from legesvar.adapters.object_store import ObjectStore, StoreError, open_store

log = structlog.get_logger(__name__)
_opened = lru_cache(maxsize=4)(open_store)


def store() -> ObjectStore:
    """Return the store, the same one for every request of this process."""
    return _opened(settings.LEGESVAR.files_url)


def forget(*keys: str) -> None:
    """Remove objects that no file owns. What cannot be removed now is found by the nightly job."""
    for key in filter(None, keys):
        try:
            store().delete(key)
        except StoreError as failure:
            log.warning("object_left_behind", why=str(failure))
