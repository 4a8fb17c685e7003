"""The order of the steps and their addresses. One thing per page; each page is a step (START-3 to START-8)."""

from __future__ import annotations

from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Step(StrEnum):
    """A step; its value is the name of its address."""

    RECIPIENT = "recipient"
    FIT = "fit"
    PRICE = "price"
    MESSAGE = "message"
    REVIEW = "review"


ORDER = tuple(Step)
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


def address(step: Step, mark: str = "") -> str:
    """Return a step's address.

    :param mark: SKIPPED, CHANGING, CHANGED or nothing
    """
    return reverse(f"patient:{step}") + (f"?{mark}=1" if mark else "")


def after(step: Step) -> Step:
    """Return the step that follows."""
    return ORDER[ORDER.index(step) + 1]


def before(step: Step) -> str:
    """Return the address of what comes before a step."""
    place = ORDER.index(step)
    return address(ORDER[place - 1]) if place else reverse("patient:start")


def comes_before(one: Step, other: Step) -> bool:
    """Say whether a step comes before another."""
    return ORDER.index(one) < ORDER.index(other)


def indicator(step: Step, missing: Step | None) -> dict[str, object]:
    """Return what the step indicator shows: every name, and links to what has been done."""
    reached = ORDER.index(missing or Step.REVIEW)
    named = [
        {"name": str(NAMES[one]), "url": address(one) if place <= reached else ""} for place, one in enumerate(ORDER)
    ]
    return {"steps": named, "number": ORDER.index(step) + 1}
