"""The words of searching."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from legesvar.domain.search.kinds import Why

_WHY: dict[Why, str | Promise] = {
    Why.NOT: pgettext_lazy("search", "Nei, bare etter pasienter"),
    Why.CARE: pgettext_lazy("search", "Ja, for å hjelpe en pasient"),
    Why.COMPLAINT: pgettext_lazy("search", "Ja, for å svare på en klage"),
    Why.QUALITY: pgettext_lazy("search", "Ja, for å kontrollere arbeidet vårt"),
    Why.OTHER: pgettext_lazy("search", "Ja, av en annen grunn"),
}


def whys() -> list[tuple[str, str]]:
    """Return the reasons to choose among, with what each is called."""
    return [(why.value, str(words)) for why, words in _WHY.items()]


def wrote(from_patient: bool) -> str:
    """Say whose message was found."""
    return _("Pasienten skrev") if from_patient else _("Legekontoret skrev")
