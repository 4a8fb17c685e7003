"""What may follow what. Buttons, checks, the diagram in docs/states and the table test all come from here."""

from enum import StrEnum


class State(StrEnum):
    """Who owes whom an answer."""

    WAITING_FOR_CLINIC = "waiting_for_clinic"
    WAITING_FOR_PATIENT = "waiting_for_patient"
    WAITING_FOR_CONSENT = "waiting_for_consent"
    CLOSED = "closed"


class Action(StrEnum):
    """What somebody may do with a dialogue that has been sent."""

    ADD = "add"
    WITHDRAW = "withdraw"
    REPLY = "reply"
    ANSWER = "answer"
    ANSWER_AND_CLOSE = "answer_and_close"
    CLOSE = "close"
    REJECT = "reject"
    ASK_CONSENT = "ask_consent"
    TAKE_BACK = "take_back"
    ACCEPT_PRICE = "accept_price"
    DECLINE_PRICE = "decline_price"
    FALL_SILENT = "fall_silent"


class ClosedHow(StrEnum):
    """How a dialogue ended; "" while it has not."""

    NOT = ""
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    WITHOUT_ANSWER = "without_answer"
    SILENCE = "silence"
    REJECTED = "rejected"


class ConversionOutcome(StrEnum):
    """What became of the question whether something may become an e-consultation; OPEN while it is asked."""

    OPEN = ""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


NEXT: dict[tuple[State, Action], State] = {
    (State.WAITING_FOR_CLINIC, Action.ADD): State.WAITING_FOR_CLINIC,
    (State.WAITING_FOR_CLINIC, Action.WITHDRAW): State.CLOSED,
    (State.WAITING_FOR_CLINIC, Action.ANSWER): State.WAITING_FOR_PATIENT,
    (State.WAITING_FOR_CLINIC, Action.ANSWER_AND_CLOSE): State.CLOSED,
    (State.WAITING_FOR_CLINIC, Action.CLOSE): State.CLOSED,
    (State.WAITING_FOR_CLINIC, Action.REJECT): State.CLOSED,
    (State.WAITING_FOR_CLINIC, Action.ASK_CONSENT): State.WAITING_FOR_CONSENT,
    (State.WAITING_FOR_CONSENT, Action.ACCEPT_PRICE): State.WAITING_FOR_CLINIC,
    (State.WAITING_FOR_CONSENT, Action.DECLINE_PRICE): State.WAITING_FOR_CLINIC,
    (State.WAITING_FOR_CONSENT, Action.TAKE_BACK): State.WAITING_FOR_CLINIC,
    (State.WAITING_FOR_CONSENT, Action.CLOSE): State.CLOSED,
    (State.WAITING_FOR_CONSENT, Action.FALL_SILENT): State.CLOSED,
    (State.WAITING_FOR_PATIENT, Action.REPLY): State.WAITING_FOR_CLINIC,
    (State.WAITING_FOR_PATIENT, Action.ANSWER): State.WAITING_FOR_PATIENT,
    (State.WAITING_FOR_PATIENT, Action.ANSWER_AND_CLOSE): State.CLOSED,
    (State.WAITING_FOR_PATIENT, Action.CLOSE): State.CLOSED,
    (State.WAITING_FOR_PATIENT, Action.FALL_SILENT): State.CLOSED,
}
