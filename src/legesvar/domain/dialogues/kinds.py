"""What each kind of dialogue means: who may do what, and whether it costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from legesvar.core.actor import DOCTOR_ROLES, Role
from legesvar.domain.dialogues.states import Action
from legesvar.domain.services.kinds import Kind


@dataclass(frozen=True, slots=True)
class KindRules:
    """One kind's rules. `personal`: only the doctor it was sent to, or who stands in for them, may answer (DIA-11)."""

    charged: bool
    personal: bool
    allowed: dict[Action, frozenset[Role]]


RULES: dict[Kind, KindRules] = {
    Kind.E_CONSULTATION: KindRules(
        charged=True,
        personal=True,
        allowed={
            Action.REPLY: frozenset({Role.PATIENT}),
            Action.ANSWER: DOCTOR_ROLES,
            Action.ANSWER_AND_CLOSE: DOCTOR_ROLES,
        },
    ),
}


class Why(StrEnum):
    """Why somebody at the clinic reads a dialogue (WORK-8). IN_TURN: it is theirs to answer, or to sort for others."""

    IN_TURN = "in_turn"
    FOR_COLLEAGUE = "for_colleague"
    HELPS = "helps"
    COMPLAINT = "complaint"
    OTHER = "other"


ASKED = frozenset(Why) - {Why.IN_TURN}
