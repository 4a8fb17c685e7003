"""What a kind's declaration means for what can be done, how a colleague comes to a dialogue, and why one is read."""

from __future__ import annotations

from enum import StrEnum

from legesvar.core.actor import Role
from legesvar.core.kinds import DECLARED, Declaration, Kind
from legesvar.domain.dialogues.states import Action

PATIENT = frozenset({Role.PATIENT})
SYSTEM = frozenset({Role.SYSTEM})


def _allowed(declared: Declaration) -> dict[Action, frozenset[Role]]:
    return {
        Action.ADD: PATIENT, Action.WITHDRAW: PATIENT, Action.REPLY: PATIENT,
        Action.ANSWER: declared.answers, Action.ANSWER_AND_CLOSE: declared.answers, Action.CLOSE: declared.closes,
        Action.ASK_CONSENT: declared.converts, Action.TAKE_BACK: declared.converts,
        Action.ACCEPT_PRICE: PATIENT, Action.DECLINE_PRICE: PATIENT,
        Action.REJECT: declared.rejects, Action.FALL_SILENT: SYSTEM,
    }  # fmt: skip


# Which roles may do what with each kind.
ALLOWED: dict[Kind, dict[Action, frozenset[Role]]] = {kind: _allowed(one) for kind, one in DECLARED.items()}

# What a dialogue of a kind that `converts` becomes, once its price is accepted; and the kinds of those that were asked.
CONVERTED_TO = Kind.E_CONSULTATION
CONVERTED = frozenset({CONVERTED_TO, *(kind for kind, one in DECLARED.items() if one.converts)})


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
