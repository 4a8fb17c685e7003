"""What else can be done with a dialogue than answer it: reject it or close it, as far as the rules let this reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.domain.dialogues import policies, selectors
from legesvar.domain.dialogues.kinds import CONVERTED
from legesvar.domain.dialogues.selectors import Opened, Thread
from legesvar.domain.dialogues.states import Action
from legesvar.web.clinic.worklist.place import DIALOGUE
from legesvar.words import clinic

REJECT, CLOSE, CONVERT, TAKE_BACK = "avvis", "lukk", "omgjor", "omgjor/trekk"
KEYS = {REJECT: "x", CLOSE: "e", CONVERT: "g"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One act: with a page of its own, or done at once by a button when `at_once`.

    :param key: what presses it on a keyboard (web/clinic/shortcuts.py); "" for nothing
    """

    text: str
    hint: str
    icon: str
    url: str
    key: str
    at_once: bool = False


def choices(thread: Opened, query: str, *, is_charged: bool) -> tuple[Choice, ...]:
    """Return the acts that are open to the reader, each as a way to its page.

    :param query: what goes with the dialogue from page to page
    :param is_charged: whether the patient has been charged: then nobody may reject it any more
    """
    base = f"{DIALOGUE}{thread.dialogue.public_id}/"
    return tuple(
        Choice(text, hint, icon, f"{base}{where}/{query}", KEYS.get(where, ""), at_once=where == TAKE_BACK)
        for where, text, hint, icon in _open(thread, is_charged=is_charged)
    )


def _open(thread: Opened, *, is_charged: bool) -> Iterator[tuple[str, str, str, str]]:
    rejected = policies.action_refused(thread.reader, thread.facts, Action.REJECT)
    if (rejected or policies.rejecting_refused(is_charged=is_charged)) is None:
        yield (
            REJECT, _("Avvis"), _("Passer ikke som e-konsultasjon. Pasienten får begrunnelsen og betaler ingenting."),
            "cross",
        )  # fmt: skip
    if policies.action_refused(thread.reader, thread.facts, Action.ASK_CONSENT) is None:
        yield (
            CONVERT, _("Gjør om til e-konsultasjon"),
            _("Dette er et medisinsk spørsmål. Pasienten blir spurt om å godta prisen først."), "stethoscope",
        )  # fmt: skip
    if policies.action_refused(thread.reader, thread.facts, Action.TAKE_BACK) is None:
        yield (
            TAKE_BACK, _("Trekk spørsmålet tilbake"),
            _("Pasienten skal ikke spørres likevel. Da kan henvendelsen besvares gratis."), "arrow-left",
        )  # fmt: skip
    if policies.action_refused(thread.reader, thread.facts, Action.CLOSE) is None:
        yield CLOSE, _("Avslutt uten å svare"), _("Pasienten får beskjed om at samtalen er avsluttet."), "archive"


def asked(actor: Actor, thread: Thread, today: date) -> str:
    """Say what became of the question whether this may become an e-consultation; "" where it was never asked."""
    question = selectors.question(actor, thread.dialogue) if Kind(thread.dialogue.kind) in CONVERTED else None
    return clinic.question(question, today) if question else ""
