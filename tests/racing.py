"""Several acts at the same moment, as only real transactions on connections of their own can meet."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from legesvar.core.refusal import Refused


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do these at the same moment, each on a connection of its own; return what each gave, or why it was refused."""
    together = Barrier(len(acts), timeout=10)

    def run(act: Callable[[], Any]) -> Any:
        try:
            together.wait()
            return act()
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
