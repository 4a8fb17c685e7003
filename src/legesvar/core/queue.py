"""Work for later, stored in the same database and the same transaction as the change that asks for it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from procrastinate import App, exceptions
from procrastinate.contrib.django.django_connector import DjangoConnector


@cache
def _app() -> App:
    # An app of our own: inside a worker the shared one speaks over the worker's connection, outside our transaction.
    return App(connector=DjangoConnector(alias="default"))


def enqueue(
    task: str,
    *,
    queueing_lock: str | None = None,
    lock: str | None = None,
    schedule_at: datetime | None = None,
    **payload: Any,
) -> None:
    """Store a job that exists exactly when this transaction commits.

    :param task: the name of a task that `jobs/bind.py` binds to a function
    :param queueing_lock: at most one waiting job has this lock; asking again while one waits changes nothing
    :param lock: jobs with the same lock are done one at a time, in the order they were asked for
    :param schedule_at: not before this instant
    """
    deferrer = _app().configure_task(
        name=task, allow_unknown=True, queueing_lock=queueing_lock, lock=lock, schedule_at=schedule_at
    )
    if queueing_lock is None:
        deferrer.defer(**payload)
        return
    try:
        with transaction.atomic():  # a lock that is taken breaks the transaction it fails in
            deferrer.defer(**payload)
    except exceptions.AlreadyEnqueued:
        return
