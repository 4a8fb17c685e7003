"""Two questions for whoever watches over the server: does it live, and can it do its work."""

from __future__ import annotations

import functools

import structlog
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from legesvar.core import wall
from legesvar.web.access import public_page

log = structlog.get_logger(__name__)
_WORKER_SILENT_AFTER_SECONDS = 60


@public_page
def live(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"live": True})


@public_page
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether people can be let in: database, migrations and wall. The worker's pulse is told, and not demanded.

    Without a worker nothing is lost: what it should do waits in the queue.
    """
    facts: dict[str, bool | None] = {"database": False, "migrated": None, "wall": None, "worker": None}
    try:
        facts["worker"] = _worker_is_alive()
        facts["database"] = True
        facts["migrated"] = _is_migrated()
        facts["wall"] = _wall_stands()
    except DatabaseError as problem:
        log.warning("not_ready", problem=type(problem).__name__)
    is_ready = all(facts[name] for name in ("database", "migrated", "wall"))
    return JsonResponse({"ready": is_ready, **facts}, status=200 if is_ready else 503)


def _worker_is_alive() -> bool | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('procrastinate_workers')")
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute(
            "SELECT max(last_heartbeat) > now() - make_interval(secs => %s) FROM procrastinate_workers",
            [_WORKER_SILENT_AFTER_SECONDS],
        )
        return cursor.fetchone()[0]


class _NotYet(Exception):
    """Keeps a no out of the cache: only a yes is remembered."""


def _is_migrated() -> bool:
    try:
        return _migrated()
    except _NotYet:
        return False


def _wall_stands() -> bool:
    try:
        return _walled()
    except _NotYet:
        return False


@functools.cache
def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotYet
    return True


@functools.cache
def _walled() -> bool:
    if wall.breaches():
        raise _NotYet
    return True
