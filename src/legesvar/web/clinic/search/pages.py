"""What a search found, in finished strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.paging import Page
from legesvar.domain.patients import selectors as patients
from legesvar.domain.patients.selectors import RegisterRow
from legesvar.domain.search import selectors
from legesvar.domain.search.kinds import Why
from legesvar.domain.search.policies import digits_in
from legesvar.domain.search.selectors import Hit, Made
from legesvar.web.clinic.dialogue.pages import anchor
from legesvar.words import dates, labels
from legesvar.words import search as words

MOST_PATIENTS = 10
FEWEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """One patient, or one message: who, born when, and what was found. Nothing of what it says (WORK-8)."""

    url: str
    name: str
    born: str
    what: str


@dataclass(frozen=True, slots=True)
class Results:
    """What was found. `messages` is None where they were not looked through."""

    patients: tuple[Found, ...]
    more_patients: bool
    no_patients: str
    messages: tuple[Found, ...] | None
    no_messages: str
    first_url: str
    next_url: str


def results(actor: Actor, made: Made, key: str | None, now: datetime) -> Results:
    """Return a page of what a search finds; patients stand on the first page alone."""
    today = oslo_date(now)
    people = _patients(actor, made.words) if not key else []
    hits = selectors.messages(actor, made.words, key, now) if made.why != Why.NOT else None
    return Results(
        patients=tuple(_patient(row) for row in people[:MOST_PATIENTS]),
        more_patients=len(people) > MOST_PATIENTS,
        no_patients="" if people else _("Fant ingen på listen. Skriv starten på etternavnet, eller hele navnet."),
        messages=tuple(_hit(hit, today) for hit in hits.rows) if hits else None,
        no_messages=_empty(actor, made.words) if hits and not hits.rows else "",
        first_url=reverse("clinic:search_results", args=[made.public_id]) if key else "",
        next_url=f"?side={hits.next_key}" if hits and hits.next_key else "",
    )


def _patients(actor: Actor, written: str) -> list[RegisterRow]:
    digits = digits_in(written)
    if digits:
        found: Page[RegisterRow] = Page((), None, None)
        return list((patients.register_by_number(actor, digits[:11]) if len(digits) >= FEWEST_DIGITS else found).rows)
    return list(patients.register(actor, starts=written).rows)


def _patient(row: RegisterRow) -> Found:
    left = _("Står ikke lenger på listen") if row.ended_at else ""
    return Found(reverse("clinic:patient", args=[row.public_id]), row.name, dates.numeric(row.birth_date), left)


def _hit(hit: Hit, today: date) -> Found:
    what = _("%(kind)s. %(who)s %(when)s.") % {
        "kind": labels.kind_label(hit.kind), "who": words.wrote(hit.from_patient),
        "when": dates.moment_within(hit.at, today),
    }  # fmt: skip
    url = f"/klinikk/dialog/{hit.dialogue_id}/?vis=alle#{anchor(hit.number)}"
    return Found(url, hit.patient_name, dates.numeric(hit.birth_date), what)


def _empty(actor: Actor, written: str) -> str:
    if not selectors.says_something(actor, written):
        return _("Det er ikke noe å lete etter i meldingene her. Skriv ord som betyr noe.")
    return _("Fant ingen meldinger med disse ordene.")
