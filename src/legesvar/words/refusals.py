"""What people read when a rule says no: one sentence per reason, saying what to do now.

A reason's value is its key. A sentence may name the refusal's details as `%(name)s`.
"""

from __future__ import annotations

import structlog
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from legesvar.core.refusal import Refused

log = structlog.get_logger(__name__)

SENTENCES: dict[str, str | Promise] = {
    # identity
    "session_idle": _("Du er logget ut fordi det er en stund siden du gjorde noe. Logg inn igjen for å fortsette."),
    "session_too_old": _("Du har vært innlogget så lenge som det går an. Logg inn igjen for å fortsette."),
    "session_ended": _("Du er logget ut. Logg inn igjen for å fortsette."),
    "parked_post_already_sent": _(
        "Det du skrev, er allerede sendt, eller det er for lenge siden. Se etter i innboksen før du sender på nytt."
    ),
}
UNNAMED = _("Vi kan ikke gjøre det du ba om nå. Gå tilbake, og prøv en gang til.")


def text(refused: Refused) -> str:
    """Return the sentence for a refusal, in the reader's language."""
    sentence = SENTENCES.get(refused.reason.value)
    if sentence is None:
        log.error("refusal_without_words", reason=refused.reason.value)
        return str(UNNAMED)
    return str(sentence) % refused.details if refused.details else str(sentence)
