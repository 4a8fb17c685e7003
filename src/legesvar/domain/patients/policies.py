"""Pure rules about people on a list: age, channel, why somebody pays nothing."""

from __future__ import annotations

from datetime import date

from legesvar.domain.notifications.events import Channel

AGE_OF_CONSENT = 16  # pasient- og brukerrettighetsloven § 4-3: helserettslig myndig
CHILD = "B"  # kodeverk 7461: barn under 16 år


def age(birth_date: date, on: date) -> int:
    """Return full years of age on a day; somebody born 29 February turns a year older on 1 March in common years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def channel(preference: str, email: str, mobile: str) -> tuple[Channel, str]:
    """Choose how to tell somebody: e-mail first, then SMS, unless the patient prefers SMS (NOTE-1)."""
    ways = [(Channel.EMAIL, email), (Channel.SMS, mobile)]
    if preference == "sms":
        ways.reverse()
    return next(((way, address) for way, address in ways if address), (Channel.NONE, ""))


def exemption(birth_date: date, recorded: list[str], on: date) -> str:
    """Return the code of the reason why somebody pays no egenandel on a day, or "" (PAY-3, kodeverk 7461)."""
    if age(birth_date, on) < AGE_OF_CONSENT:
        return CHILD
    return recorded[0] if recorded else ""
