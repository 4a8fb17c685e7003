"""The order of the steps and their addresses. One thing per page; each page is a step (START-3 to START-8)."""

from __future__ import annotations

from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from legesvar.core.kinds import DECLARED, Kind


class Step(StrEnum):
    """A step; its value is the name of its address."""

    RECIPIENT = "recipient"
    FIT = "fit"
    PRICE = "price"
    MESSAGE = "message"
    REVIEW = "review"


EVERY = tuple(Step)
NAMES: dict[Step, Promise] = {
    Step.RECIPIENT: pgettext_lazy("step", "Mottaker"),
    Step.FIT: pgettext_lazy("step", "Passer det?"),
    Step.PRICE: pgettext_lazy("step", "Pris"),
    Step.MESSAGE: pgettext_lazy("step", "Beskjed"),
    Step.REVIEW: pgettext_lazy("step", "Se over og send"),
}
# In the address, so that a page says why it is shown: a step was skipped, one thing is being changed, or something
# became different after the last page was shown.
SKIPPED, CHANGING, CHANGED = "mangler", "endre", "endret"


def order(kind: Kind) -> tuple[Step, ...]:
    """Return the steps of a kind, in order: its declaration says whether danger is asked about and a price accepted."""
    declared = DECLARED[kind]
    without = {
        step for step, asked in ((Step.FIT, declared.asks_about_danger), (Step.PRICE, declared.charged)) if not asked
    }
    return tuple(step for step in EVERY if step not in without)


def address(kind: Kind, step: Step, mark: str = "") -> str:
    """Return a step's address.

    :param mark: SKIPPED, CHANGING, CHANGED or nothing
    """
    return reverse(f"patient:{step}", args=[kind]) + (f"?{mark}=1" if mark else "")


def after(kind: Kind, step: Step) -> Step:
    """Return the step that follows."""
    own = order(kind)
    return own[own.index(step) + 1]


def before(kind: Kind, step: Step) -> str:
    """Return the address of what comes before a step."""
    own = order(kind)
    place = own.index(step)
    return address(kind, own[place - 1]) if place else reverse("patient:start")


def comes_before(one: Step, other: Step) -> bool:
    """Say whether a step comes before another."""
    return EVERY.index(one) < EVERY.index(other)


def indicator(kind: Kind, step: Step, missing: Step | None) -> dict[str, object]:
    """Return what the step indicator shows: every name, and links to what has been done."""
    own = order(kind)
    reached = own.index(missing or Step.REVIEW)
    named = [
        {"name": str(NAMES[one]), "url": address(kind, one) if place <= reached else ""}
        for place, one in enumerate(own)
    ]
    return {"steps": named, "number": own.index(step) + 1}
