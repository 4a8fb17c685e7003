"""`legesvar found-clinic`: a clinic with one administrator, who does the rest on the pages (ADMIN-4)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings as installation

from legesvar.core import clock, identity_number, wall
from legesvar.core.actor import Actor, Role, system
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics import selectors
from legesvar.domain.clinics.settings import ClinicFacts
from legesvar.domain.identity import commands as identity
from legesvar.words.settings import contradiction

FACTS = {
    "name": "the clinic's name, as its patients know it",
    "phone": "its phone number",
    "street": "street address",
    "postcode": "four digits",
    "city": "where the post goes",
    "organisation-number": "nine digits",
    "account-number": "eleven digits, where patients pay",
}


def main(argv: Sequence[str]) -> int:
    """Found a clinic and let its administrator in; 1 when something is not right, and then nothing was made."""
    parser = argparse.ArgumentParser(
        prog="legesvar found-clinic",
        description="Makes a clinic and lets one administrator log in there. Reads the administrator's identity number "
        "from the input, so that it stands in no list of processes. The rest is done on the pages.",
    )
    for name, what in FACTS.items():
        parser.add_argument(f"--{name}", required=True, help=what)
    parser.add_argument("--administrator", required=True, metavar="NAME", help="the administrator's name")
    options = parser.parse_args(argv)
    if sys.stdin.isatty():
        print("Identity number of the administrator:", file=sys.stderr)
    return _found(options, sys.stdin.readline().strip(), clock.now())


def _found(options: argparse.Namespace, number: str, now: datetime) -> int:
    try:
        facts = ClinicFacts(**{name.replace("-", "_"): getattr(options, name.replace("-", "_")) for name in FACTS})
        known = identity_number.parse(number, synthetic_allowed=installation.SYNTHETIC_IDENTITIES)
    except ValueError as fault:
        print(_said(fault), file=sys.stderr)
        return 1
    actor = system("cli.found-clinic")
    with wall.acting_as(actor):
        if selectors.clinic_by_organisation_number(actor, facts.organisation_number):
            print("There is a clinic with this organisation number already.", file=sys.stderr)
            return 1
        _make(actor, facts, known.digits, options.administrator, now)
    print(f"{facts.name} is founded. {options.administrator} logs in at {installation.LEGESVAR.public_url}/klinikk/")
    return 0


def _said(fault: ValueError) -> str:
    field, sentence = contradiction(str(fault))
    return sentence if field else f"The identity number is not one: {fault}"


def _make(actor: Actor, facts: ClinicFacts, number: str, name: str, now: datetime) -> None:
    clinic = clinics.found_clinic(
        actor=actor, name=facts.name, phone=facts.phone, organisation_number=facts.organisation_number,
        account_number=facts.account_number, street=facts.street, postcode=facts.postcode, city=facts.city, now=now,
    )  # fmt: skip
    account = identity.register_account(actor=actor, identity_number=number, name=name, now=now)
    clinics.add_staff(
        actor=actor, clinic_id=clinic.id, account_id=account.id, name=name, role=Role.ADMINISTRATOR, now=now
    )
