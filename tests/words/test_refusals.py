"""Every reason has a sentence, so that nobody is told «no» without more."""

from __future__ import annotations

import pytest

from legesvar.core.refusal import Refusal, Refused
from legesvar.domain.billing import policies as billing
from legesvar.domain.dialogues import policies as dialogues
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.identity import policies as identity
from legesvar.domain.journal import policies as journal
from legesvar.domain.services import policies as services
from legesvar.words import refusals

REASONS = (
    billing.Refusal, dialogues.Refusal, FileRefusal, identity.ParkedRefusal, identity.SessionRefusal, journal.Refusal,
    services.Refusal,
)  # fmt: skip


@pytest.mark.parametrize("reason", [reason for kind in REASONS for reason in kind], ids=str)
def test_each_reason_is_said_in_whole_sentences(reason: Refusal) -> None:
    said = refusals.text(Refused(reason))
    assert said != str(refusals.UNNAMED)
    assert said.endswith(".")
    assert "%(" not in said
