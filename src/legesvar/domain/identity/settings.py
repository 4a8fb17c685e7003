"""How long a login lasts (ID-7). The same for the whole installation: a session is read before its clinic is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from legesvar.domain.identity.kinds import Audience, ContactKind


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts without activity, and how long however active."""

    idle: timedelta
    longest: timedelta


LIMITS = {
    Audience.PATIENT: SessionLimits(idle=timedelta(minutes=30), longest=timedelta(hours=2)),
    # A working day in the clinic with its breaks, and never over night.
    Audience.CLINIC: SessionLimits(idle=timedelta(minutes=30), longest=timedelta(hours=10)),
}
SEEN_EVERY = timedelta(minutes=1)
PARKED_FOR = timedelta(minutes=30)
PARKED_AT_ONCE = 5

# Contact data (ID-4). A text message comes at once, an e-mail may be read tomorrow.
CODE_LASTS = {ContactKind.MOBILE: timedelta(minutes=10), ContactKind.EMAIL: timedelta(hours=24)}
CODE_TRIES = 5
CODES_AN_HOUR = 5
CONFIRM_AFTER_MONTHS = 18
DEVICES_AT_ONCE = 10

# Local accounts (ID-2). A whole clinic may stand behind one address.
FREE_GUESSES = 5
FREE_GUESSES_OF_A_PLACE = 30
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
GUESSES_FORGOTTEN_AFTER = timedelta(hours=24)
STEP_LASTS = timedelta(minutes=10)
SETUP_LASTS = timedelta(minutes=30)
FACTORS_AT_MOST = 8
# What became of a session is in the trace for as long as the trace is.
SESSIONS_KEPT_FOR = timedelta(days=90)
