"""What each kind of dialogue means: who may do what, and whether it costs. A new kind is one declaration here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from legesvar.core.actor import DOCTOR_ROLES, Role
from legesvar.domain.dialogues.states import Action
from legesvar.domain.services.kinds import Kind

PATIENT = frozenset({Role.PATIENT})
SYSTEM = frozenset({Role.SYSTEM})
NOBODY: frozenset[Role] = frozenset()
RECEPTION = DOCTOR_ROLES | {Role.SECRETARY, Role.CLINICIAN}
OFFICE = RECEPTION | {Role.ADMINISTRATOR}


def _allowed(
    *,
    answers: frozenset[Role],
    closes: frozenset[Role] = NOBODY,
    rejects: frozenset[Role] = NOBODY,
    converts: frozenset[Role] = NOBODY,
) -> dict[Action, frozenset[Role]]:
    return {
        Action.ADD: PATIENT, Action.WITHDRAW: PATIENT, Action.REPLY: PATIENT,
        Action.ANSWER: answers, Action.ANSWER_AND_CLOSE: answers, Action.CLOSE: closes,
        Action.ASK_CONSENT: converts, Action.TAKE_BACK: converts,
        Action.ACCEPT_PRICE: PATIENT, Action.DECLINE_PRICE: PATIENT,
        Action.REJECT: rejects, Action.FALL_SILENT: SYSTEM,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindRules:
    """One kind's rules.

    :param charged: the patient accepts a price before writing, and pays when it is answered
    :param personal: only the doctor it was sent to, or who stands in for them, may answer (DIA-11)
    :param asks_about_danger: red flags and «det haster ikke» come before writing (START-4)
    :param allowed: which roles may do what; an e-consultation is never closed without an answer, it is rejected with a
        reason (DIA-5)
    """

    charged: bool = False
    personal: bool = False
    asks_about_danger: bool = True
    allowed: dict[Action, frozenset[Role]] = field(default_factory=dict)


RULES: dict[Kind, KindRules] = {
    Kind.E_CONSULTATION: KindRules(
        charged=True, personal=True, allowed=_allowed(answers=DOCTOR_ROLES, rejects=DOCTOR_ROLES)
    ),
    Kind.PRESCRIPTION: KindRules(allowed=_allowed(answers=DOCTOR_ROLES, closes=DOCTOR_ROLES)),
    Kind.INVOICE_QUESTION: KindRules(asks_about_danger=False, allowed=_allowed(answers=OFFICE, closes=OFFICE)),
    Kind.INQUIRY: KindRules(allowed=_allowed(answers=RECEPTION, closes=RECEPTION, converts=RECEPTION)),
}


class How(StrEnum):
    """How a colleague comes to a dialogue (WORK-4).

    ASSIGNED: it is theirs to see to. FORWARDED: theirs to answer, in the place of the doctor it was sent to (DIA-11).
    INVITED: they may read along.
    """

    ASSIGNED = "assigned"
    FORWARDED = "forwarded"
    INVITED = "invited"


class Why(StrEnum):
    """Why somebody at the clinic reads a dialogue (WORK-8). IN_TURN: it is theirs to answer, or to sort for others."""

    IN_TURN = "in_turn"
    FOR_COLLEAGUE = "for_colleague"
    HELPS = "helps"
    COMPLAINT = "complaint"
    OTHER = "other"


ASKED = frozenset(Why) - {Why.IN_TURN}
