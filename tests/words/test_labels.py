"""Everything that has a code has a name."""

from __future__ import annotations

from enum import StrEnum

import pytest

from legesvar.core.actor import Role
from legesvar.core.kinds import Kind
from legesvar.domain.billing.kinds import CreditReason, Exemption, LineKind, Settled
from legesvar.domain.dialogues.states import State
from legesvar.domain.notifications.events import Channel, Notice, NoticeState
from legesvar.words import labels

NAMED = {
    "kind": Kind, "state": State, "state_of_the_clinics": State, "state_at_clinic": State,
    "role": Role, "exemption": Exemption,
    "credit_reason": CreditReason, "line": LineKind, "notice": Notice, "notice_state": NoticeState,
    "channel": Channel, "settled": Settled,
}  # fmt: skip


@pytest.mark.parametrize("table", NAMED)
def test_every_code_has_words(table: str) -> None:
    codes: type[StrEnum] = NAMED[table]
    assert {str(code) for code in codes} == set(labels.TABLES[table])


def test_the_tables_are_the_ones_checked() -> None:
    assert set(NAMED) == set(labels.TABLES)


def test_a_label_is_found_by_what_the_database_holds() -> None:
    assert labels.kind_label("e_consultation") == "E-konsultasjon"
    assert labels.state_label("closed", "e_consultation") == "Avsluttet"
    assert labels.role_label("fastlege") == "fastlege"
    assert labels.exemption_label("F") == "Frikort"
    assert labels.notice_state_label("sent") == "Sendt"
