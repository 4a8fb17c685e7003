"""What money is called: why somebody pays nothing, what a line is for, why an invoice is taken back."""

from enum import StrEnum


class Exemption(StrEnum):
    """Why somebody pays no egenandel (kodeverk 7461, `arsakFriEgenandel`), or NONE."""

    NONE = ""
    CONTAGIOUS_DISEASE = "A"
    UNDER_16 = "B"
    FRIKORT = "F"
    HIV = "G"
    UNABLE = "H"


class LineKind(StrEnum):
    """What a line of an invoice is for; its words stand in `words`."""

    EGENANDEL = "egenandel"
    FEE = "fee"


class CreditReason(StrEnum):
    """Why a clinic takes an invoice back. A fixed list, so that nobody writes about health on a credit note."""

    EXEMPT = "exempt"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_PATIENT = "wrong_patient"
    NOT_DELIVERED = "not_delivered"
    GOODWILL = "goodwill"


class Settled(StrEnum):
    """Why an invoice is no longer unpaid after its due date (PAY-5)."""

    PAID = "paid"
    MISTAKE = "mistake"
    CREDITED = "credited"


SETTLED_BY_HAND = (Settled.PAID, Settled.MISTAKE)
