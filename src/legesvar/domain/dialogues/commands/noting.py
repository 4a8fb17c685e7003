"""What is noted with an answer: the record, or why not, and the diagnosis where the clinic asks for it (WORK-10)."""

from __future__ import annotations

from datetime import datetime

from legesvar.core.actor import Actor
from legesvar.core.kinds import DECLARED, Kind
from legesvar.core.refusal import Refused, refuse_if
from legesvar.domain.audit.events import Event
from legesvar.domain.diagnoses import commands as diagnoses
from legesvar.domain.diagnoses import policies as diagnosis_policies
from legesvar.domain.diagnoses import selectors as diagnosis_selectors
from legesvar.domain.dialogues.commands import following
from legesvar.domain.dialogues.models import Dialogue
from legesvar.domain.dialogues.states import Action
from legesvar.domain.journal import policies as journal_policies
from legesvar.domain.journal import selectors as journal


def refuse(actor: Actor, dialogue: Dialogue, omitted: str, diagnosis: str, action: Action, now: datetime) -> None:
    """Hold an answer that must be in the record and is not, or that ends without the diagnosis the clinic needs.

    :raises Refused: MUST_BE_JOURNALED, MISSING, UNKNOWN_CODE
    """
    is_charged = DECLARED[Kind(dialogue.kind)].charged
    if omitted:
        rule = journal.settings_in_force(actor, dialogue.clinic_id, now).omitting
        refuse_if(journal_policies.omitting_refused(omitted, rule, is_charged=is_charged))
    if diagnosis:
        if diagnosis_selectors.code(actor, diagnosis) is None:
            raise Refused(diagnosis_policies.Refusal.UNKNOWN_CODE)
    elif is_charged and action is Action.ANSWER_AND_CLOSE:
        settings = diagnosis_selectors.settings_in_force(actor, dialogue.clinic_id, now)
        has_one = settings.asks and bool(diagnosis_selectors.diagnoses_about(actor, dialogue.public_id))
        refuse_if(
            diagnosis_policies.closing_refused(settings, is_charged=True, closing=True, given="", has_one=has_one)
        )


def note(actor: Actor, dialogue: Dialogue, written: str, omitted: str, diagnosis: str, now: datetime) -> None:
    """Put the answer and its diagnosis on the record, or trace why it is not there."""
    if diagnosis:
        found = diagnoses.diagnose(
            actor=actor, clinic_id=dialogue.clinic_id, person_id=dialogue.person_id, about=dialogue.public_id,
            code=diagnosis, hidden=dialogue.hidden, now=now,
        )  # fmt: skip
        written = f"{written}\n\nICPC-2: {found.code} {found.title}"
    if omitted:
        following.trace(actor, dialogue, Event.NOT_JOURNALED, now, why=omitted)
    else:
        following.put_on_record(actor, dialogue, written, now)
