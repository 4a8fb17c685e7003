"""What people read when a login did not succeed: a title that says what happened, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title and a text; `again` when trying once more may help."""

    title: str | Promise
    text: str | Promise
    again: bool = True


_NOT_PROVED = Explanation(
    _("Vi kunne ikke bekrefte innloggingen"),
    _("Svaret vi fikk fra innloggingstjenesten, stemte ikke. Du er ikke logget inn. Prøv å logge inn på nytt."),
)
_LOST = Explanation(
    _("Innloggingen ble ikke fullført"),
    _("Den tok for lang tid, eller den ble startet i en annen nettleser. Logg inn på nytt."),
)
_DOWN = Explanation(
    _("Innloggingen virker ikke akkurat nå"),
    _("Beklager, vi får ikke kontakt med innloggingstjenesten. Prøv igjen om noen minutter."),
)

EXPLANATIONS: dict[str, Explanation] = {
    "wrong_state": _LOST,
    "lost_handshake": _LOST,
    "expired": _LOST,
    "wrong_nonce": _NOT_PROVED,
    "wrong_audience": _NOT_PROVED,
    "wrong_issuer": _NOT_PROVED,
    "bad_signature": _NOT_PROVED,
    "bad_token": _NOT_PROVED,
    "too_low_level": Explanation(
        _("Du må logge inn på høyeste sikkerhetsnivå"),
        _("Du logget inn på et lavere nivå enn helseopplysninger krever. Logg inn på nytt med BankID eller Buypass."),
    ),
    "no_pid": Explanation(
        _("Vi fikk ikke vite hvem du er"),
        _("Innloggingstjenesten sendte ikke fødselsnummeret ditt. Du er ikke logget inn. Prøv på nytt."),
    ),
    "bad_number": Explanation(
        _("Vi kjenner ikke igjen fødselsnummeret ditt"),
        _("Innloggingstjenesten sendte et nummer som ikke er et fødselsnummer eller D-nummer. Ring legekontoret ditt."),
        again=False,
    ),
    "synthetic_number": Explanation(
        _("Du kan ikke logge inn med en testperson"),
        _("Fødselsnummeret er laget for testing og kan ikke brukes her."),
        again=False,
    ),
    "provider_error": _DOWN,
    "provider_unreachable": _DOWN,
    "user_cancelled": Explanation(
        _("Du avbrøt innloggingen"), _("Du er ikke logget inn. Logg inn på nytt når du vil.")
    ),
    "no_account": Explanation(
        _("Du er ikke registrert som ansatt"),
        _("Vi finner deg ikke ved noe legekontor. Be den som styrer brukerne på legekontoret, om å legge deg til."),
        again=False,
    ),
    "no_clinic": Explanation(
        _("Du har ikke tilgang til noe legekontor nå"),
        _("Be den som styrer brukerne på legekontoret, om å gi deg tilgang."),
        again=False,
    ),
    "no_local_accounts": Explanation(
        _("Legekontoret bruker ikke lokale kontoer nå"),
        _("Logg inn med HelseID, eller spør den som styrer brukerne på legekontoret."),
        again=False,
    ),
    "wrong_hpr": Explanation(
        _("HPR-nummeret ditt stemmer ikke"),
        _(
            "Innloggingstjenesten oppga et annet HPR-nummer enn legekontoret har registrert på deg, eller ikke noe. "
            "Be den som styrer brukerne på legekontoret, om å rette det."
        ),
        again=False,
    ),
}
UNNAMED = _NOT_PROVED

ENDED: dict[str, str | Promise] = {
    "idle": _("Du er logget ut fordi det er en stund siden du gjorde noe."),
    "too_old": _("Du er logget ut fordi du har vært innlogget så lenge som det går an."),
    "ended": _("Du er logget ut."),
    "removed": _("Du har ikke lenger tilgang til legekontoret. Det du holdt på med, ble ikke utført."),
}


def explanation(reason: str) -> Explanation:
    """Return what to tell somebody whose login was refused for a reason."""
    return EXPLANATIONS.get(reason, UNNAMED)


def ended(why: str) -> str:
    """Return why somebody was logged out, or "" when nobody was."""
    return str(ENDED.get(why, ""))
