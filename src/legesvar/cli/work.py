"""`legesvar work`: a worker that does what waits in the queue."""

import argparse
import os
from collections.abc import Sequence

AT_ONCE = 4
STOP_SECONDS = 30


def main(argv: Sequence[str]) -> int:
    """Check the database and its wall, then work until told to stop; jobs that have begun are finished first."""
    parser = argparse.ArgumentParser(
        prog="legesvar work",
        description="Does what waits in the queue until SIGTERM or Ctrl-C. Any number of workers may run.",
    )
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="how many jobs at the same time")
    parser.add_argument("--until-empty", action="store_true", help="end when nothing is left to do now")
    options = parser.parse_args(argv)

    import django

    django.setup()
    from legesvar.cli import guard

    guard.refuse_unless_ready()
    _work(options)
    return 0


def _work(options: argparse.Namespace) -> None:
    from procrastinate.contrib.django import app

    from legesvar.jobs import bind, schedule  # noqa: F401 - they tie the tasks' names to what does them

    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(
            name=f"legesvar-{os.getpid()}",
            concurrency=options.at_once,
            wait=not options.until_empty,
            shutdown_graceful_timeout=STOP_SECONDS,
        )
