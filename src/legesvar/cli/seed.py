"""`legesvar seed`: fill a database with invented clinics, patients and dialogues (docs/seeding.md)."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime


def main(argv: Sequence[str]) -> int:
    """Fill the database of LEGESVAR_OWNER_DATABASE_URL; run again, it adds more."""
    options = _options(argv)
    os.environ["LEGESVAR_AS_OWNER"] = "yes"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from legesvar.cli.seeding.fill import CannotSeed, fill
    from legesvar.core import clock

    if not settings.SYNTHETIC_IDENTITIES:
        print(
            "Invented people do not belong here: LEGESVAR_SYNTHETIC_IDENTITIES is not yes, so this installation is"
            " meant for real ones.",
            file=sys.stderr,
        )
        return 1
    began = time.monotonic()
    try:
        added = fill(
            connection, clinics=options.clinics, patients=options.patients, dialogues=options.dialogues,
            random_seed=options.random_seed, now=clock.now(), messages_per_dialogue=options.messages_per_dialogue,
            say=print,
        )  # fmt: skip
    except CannotSeed as problem:
        print(problem, file=sys.stderr)
        return 1
    _count_figures(clock.now())
    print(f"Added {added.messages} messages in {time.monotonic() - began:.0f} s.")
    return 0


def _count_figures(now: datetime) -> None:
    """Count every clinic's statistics, as the worker would within the hour."""
    from legesvar.core.actor import system
    from legesvar.core.wall import acting_as
    from legesvar.domain.clinics import selectors as clinics
    from legesvar.domain.statistics import commands as statistics

    actor = system("seed")
    with acting_as(actor):
        for clinic_id in clinics.clinic_ids(actor):
            statistics.gather(actor=actor, clinic_id=clinic_id, now=now)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="legesvar seed",
        description="Fills the database of LEGESVAR_OWNER_DATABASE_URL with invented clinics, patients and dialogues"
        " from the last two years. Run again, it adds more. Only where synthetic identities are allowed.",
    )
    parser.add_argument("--clinics", type=_whole, default=1, help="new clinics; 0 adds to those there are")
    parser.add_argument("--patients", type=_whole, default=1_000, help="new patients, spread over the clinics' GPs")
    parser.add_argument("--dialogues", type=_whole, default=4_000, help="dialogues of those patients, of all kinds")
    parser.add_argument("--messages-per-dialogue", type=_average, default=2.5, help="on average, from 2 to 6")
    parser.add_argument("--random-seed", type=_whole, default=1, help="the same number gives the same contents")
    return parser.parse_args(argv)


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("it must be 0 or more")
    return number


def _average(text: str) -> float:
    number = float(text)
    if not 2 <= number <= 6:
        raise argparse.ArgumentTypeError("it must be from 2 to 6")
    return number
