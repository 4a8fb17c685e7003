"""What is noted when somebody answers: whether it is journaled, the diagnosis, and codes to choose from (WORK-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, JsonResponse

from legesvar.core.actor import Actor
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.clinics.roles import Permission
from legesvar.domain.diagnoses import selectors as diagnoses
from legesvar.domain.diagnoses.selectors import CodeRow
from legesvar.domain.dialogues.commands.answering import Noted
from legesvar.domain.journal import policies
from legesvar.domain.journal import selectors as journal
from legesvar.domain.journal.kinds import Omitted
from legesvar.web.access import clinic_page
from legesvar.web.clinic.dialogue.forms import JOURNALED, AnswerForm, Noting
from legesvar.words import clinic

QUERY = "q"


def noting(actor: Actor, kind: str, now: datetime) -> Noting:
    """Return what may be noted with an answer to a kind of dialogue at the actor's clinic."""
    clinic_id, is_charged = actor.clinic_id or 0, DECLARED[Kind(kind)].charged
    rule = journal.settings_in_force(actor, clinic_id, now).omitting
    allowed = [one for one in Omitted if policies.omitting_refused(one, rule, is_charged=is_charged) is None]
    asks = is_charged and diagnoses.settings_in_force(actor, clinic_id, now).asks

    def find(written: str) -> tuple[str, Sequence[CodeRow]]:
        found = diagnoses.code(actor, written)
        return (found.code, ()) if found else ("", diagnoses.search(actor, written))

    choices = tuple((one.value or JOURNALED, str(clinic.OMITTED[one])) for one in allowed) if len(allowed) > 1 else ()
    return Noting(choices, asks, find)


def noted(form: AnswerForm) -> Noted:
    """Return what was noted, for the command."""
    given = form.cleaned_data
    return Noted(omitted=given.get("journal") or "", diagnosis=given.get("diagnosis") or "")


@clinic_page(Permission.PREPARE_ANSWER, methods=("GET",))
def codes(request: HttpRequest) -> JsonResponse:
    """Give the diagnoses that fit what is being written."""
    rows = diagnoses.search(request.actor, request.GET.get(QUERY, ""))
    return JsonResponse({"codes": [f"{row.code} {row.title}" for row in rows]})
