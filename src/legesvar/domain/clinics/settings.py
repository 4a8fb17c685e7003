"""What a clinic may set about itself, and the facts it is known by (ADMIN-1, ADMIN-4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from stdnum.no import kontonr, orgnr

_POSTCODE = re.compile(r"[0-9]{4}", re.ASCII)
_HER_ID = re.compile(r"[0-9]{1,10}", re.ASCII)
_PHONE = re.compile(r"\+?[0-9][0-9 ]{2,19}", re.ASCII)
LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicSettings:
    """How the clinic shares its work.

    :param doctors_may_forward: every doctor may forward an e-consultation, not only the one it was sent to (DIA-11)
    :param secretaries_may_pause: a secretary may stop a kind for a while, with a reason and an end (START-11)
    """

    capability: ClassVar[str] = "clinic"

    doctors_may_forward: bool = False
    secretaries_may_pause: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicFacts:
    """What others know the clinic by. It stands in the clinic's row; what it was before stands among the settings.

    :param her_id: its number in Adresseregisteret; "" when it has none yet
    :param support_contact: whom its own people turn to when the portal does not work
    :raises ValueError: with the name of what is wrong
    """

    capability: ClassVar[str] = "clinic.facts"

    name: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    organisation_number: str = ""
    account_number: str = ""
    her_id: str = ""
    support_contact: str = ""

    def __post_init__(self) -> None:
        for is_right, fault in self._rules():
            if not is_right:
                raise ValueError(fault)

    @classmethod
    def as_they_stand(cls, **facts: str) -> ClinicFacts:
        """Return facts that were written before they were checked, so that they can be looked at and put right."""
        found = object.__new__(cls)
        for name in cls.__slots__:
            object.__setattr__(found, name, facts.get(name, ""))
        return found

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        return (
            (bool(self.name.strip()), "name_missing"),
            (_PHONE.fullmatch(self.phone) is not None, "not_a_phone_number"),
            (bool(self.street.strip()), "street_missing"),
            (_POSTCODE.fullmatch(self.postcode) is not None, "not_a_postcode"),
            (bool(self.city.strip()), "city_missing"),
            (self.organisation_number.isascii() and orgnr.is_valid(self.organisation_number), "not_an_organisation"),
            (self.account_number.isascii() and kontonr.is_valid(self.account_number), "not_an_account"),
            (not self.her_id or _HER_ID.fullmatch(self.her_id) is not None, "not_a_her_id"),
            (
                all(len(text) <= LONGEST for text in (self.name, self.street, self.city, self.support_contact)),
                "too_long",
            ),
        )
