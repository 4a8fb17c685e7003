"""What a patient reads about each kind of dialogue. A new kind is one declaration here (docs/kinds.md)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from legesvar.core.kinds import Kind
from legesvar.domain.services.red_flags import AgeGroup
from legesvar.words.labels import answered_by_doctors


@dataclass(frozen=True, slots=True)
class KindWords:
    """One kind's words, each a whole sentence or heading, so that no grammar is put together by a program.

    :param costs: what it costs, as short as a card has it
    :param many: what the clinic takes, after «tar imot»
    :param begun: what was begun and not sent; gets `saved`
    :param emergency: the heading over the numbers to call
    :param fit: heading of the step that asks whether it fits; the two lists' headings follow
    :param field: the label of a message with one field; `required` is said when it is empty
    :param answered: who answers by when; gets `date`
    """

    start: Promise
    again: Promise
    about: Promise
    costs: Promise
    many: Promise
    closed: Promise
    begun: Promise
    emergency: Promise
    fit: Promise
    fits: Promise
    fits_not: Promise
    message: Promise
    field: Promise
    hint: Promise | str
    required: Promise
    send: Promise
    answered: Promise


FREE = _("Det er gratis.")
_FREE = _("Gratis.")
_FIT = _("Passer det å skrive om dette?")
_FITS_NOT = _("Dette passer ikke her")
_EMERGENCY = _("Ikke skriv hit hvis det haster")

WORDS: dict[Kind, KindWords] = {
    Kind.E_CONSULTATION: KindWords(
        start=_("Start e-konsultasjon"),
        again=_("Start ny e-konsultasjon"),
        about=_(
            "En e-konsultasjon er en skriftlig time hos fastlegen din. Du kan spørre om noe som ikke haster, "
            "og som legen kan svare på uten å undersøke deg."
        ),
        costs=_("Du betaler egenandel."),
        many=_("e-konsultasjoner"),
        closed=_("Du kan ikke starte en e-konsultasjon nå"),
        begun=_("Du har begynt på en e-konsultasjon som ikke er sendt. Sist lagret %(saved)s."),
        emergency=_("Ikke bruk e-konsultasjon hvis det haster"),
        fit=_("Passer det med e-konsultasjon?"),
        fits=_("Dette passer e-konsultasjon for"),
        fits_not=_("Bestill heller time når det gjelder"),
        message=_("Hva gjelder det?"),
        field=_("Beskjed"),
        hint=_("Skriv hvilke plager du har, når de startet, og hvordan de påvirker hverdagen din."),
        required=_("Skriv en beskjed til legen."),
        send=_("Send til legen"),
        answered=_("Legen svarer senest %(date)s."),
    ),
    Kind.PRESCRIPTION: KindWords(
        start=_("Be om resept"),
        again=_("Be om resept på nytt"),
        about=_("Be om ny resept på medisiner du bruker fast, og som du har fått resept på her før."),
        costs=_FREE,
        many=_("ønsker om resept"),
        closed=_("Du kan ikke be om resept her nå"),
        begun=_("Du har begynt å be om resept, men har ikke sendt. Sist lagret %(saved)s."),
        emergency=_EMERGENCY,
        fit=_("Kan du be om resepten her?"),
        fits=_("Dette kan du be om"),
        fits_not=_("Dette kan du ikke be om her. Bestill time"),
        message=_("Hvilke medisiner trenger du resept på?"),
        field=_("Medisin"),
        hint=_("Skriv én medisin i hvert felt, med navn og styrke, slik det står på pakningen."),
        required=_("Skriv navnet på medisinen."),
        send=_("Send til legen"),
        answered=_("Legen svarer senest %(date)s."),
    ),
    Kind.INVOICE_QUESTION: KindWords(
        start=_("Spør om en faktura"),
        again=_("Still et nytt spørsmål om faktura"),
        about=_("Spør om en faktura, en betaling eller frikort."),
        costs=_FREE,
        many=_("spørsmål om faktura"),
        closed=_("Du kan ikke spørre om en faktura her nå"),
        begun=_("Du har begynt på et spørsmål om en faktura som ikke er sendt. Sist lagret %(saved)s."),
        emergency=_EMERGENCY,
        fit=_FIT,
        fits=_("Dette kan du spørre om"),
        fits_not=_FITS_NOT,
        message=_("Hva lurer du på?"),
        field=_("Beskjed"),
        hint=_("Skriv fakturanummeret hvis du har det."),
        required=_("Skriv hva du lurer på."),
        send=_("Send til legekontoret"),
        answered=_("Legekontoret svarer senest %(date)s."),
    ),
    Kind.INQUIRY: KindWords(
        start=_("Skriv til legekontoret"),
        again=_("Skriv til legekontoret på nytt"),
        about=_("Spør om timer, attester og annet som ikke gjelder helsen din."),
        costs=_FREE,
        many=_("andre henvendelser"),
        closed=_("Du kan ikke skrive til legekontoret her nå"),
        begun=_("Du har begynt på en henvendelse som ikke er sendt. Sist lagret %(saved)s."),
        emergency=_EMERGENCY,
        fit=_FIT,
        fits=_("Dette kan du skrive om"),
        fits_not=_FITS_NOT,
        message=_("Hva gjelder det?"),
        field=_("Beskjed"),
        hint="",
        required=_("Skriv hva det gjelder."),
        send=_("Send til legekontoret"),
        answered=_("Legekontoret svarer senest %(date)s."),
    ),
}


ASKED: dict[AgeGroup, Promise] = {
    AgeGroup.CHILD: _("Gjelder noe av dette barnet nå?"),
    AgeGroup.ADULT: _("Har du noe av dette nå?"),
    AgeGroup.OLDER: _("Har du noe av dette nå?"),
}


def words(kind: str) -> KindWords:
    """Return a kind's words."""
    return WORDS[Kind(kind)]


@dataclass(frozen=True, slots=True)
class StandingWords:
    """Where a dialogue stands, said of whoever answers its kind; `by` gets `date`."""

    waiting: Promise
    by: Promise
    then: Promise
    late: Promise
    answered: Promise
    written: Promise
    ended: Promise


_DOCTOR = StandingWords(
    waiting=_("Legen har ikke svart ennå"),
    by=_("Legen svarer senest %(date)s."),
    then=_("Du kan legge til opplysninger mens du venter."),
    late=_("Legen har ikke svart innen fristen"),
    answered=_("Legen har svart"),
    written=_("Legen har skrevet til deg"),
    ended=_("Legen har avsluttet samtalen"),
)
_CLINIC = StandingWords(
    waiting=_("Legekontoret har ikke svart ennå"),
    by=_("Legekontoret svarer senest %(date)s."),
    then=_("Du kan legge til opplysninger mens du venter."),
    late=_("Legekontoret har ikke svart innen fristen"),
    answered=_("Legekontoret har svart"),
    written=_("Legekontoret har skrevet til deg"),
    ended=_("Legekontoret har avsluttet samtalen"),
)


def standings(kind: str) -> StandingWords:
    """Return how to say where a dialogue of a kind stands."""
    return _DOCTOR if answered_by_doctors(kind) else _CLINIC
