"""What kinds, states, roles and codes are called on a page. Looked up once per language, not per row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, override, pgettext_lazy

from legesvar.core.actor import DOCTOR_ROLES, Role
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.billing.kinds import CreditReason, Exemption, LineKind, Settled
from legesvar.domain.dialogues.states import State
from legesvar.domain.notifications.events import Channel, Notice, NoticeState
from legesvar.words import roles

TABLES: dict[str, Mapping[str, str | Promise]] = {
    "kind": {
        Kind.E_CONSULTATION: pgettext_lazy("kind", "E-konsultasjon"),
        Kind.PRESCRIPTION: pgettext_lazy("kind", "Reseptforespørsel"),
        Kind.INVOICE_QUESTION: pgettext_lazy("kind", "Fakturaspørsmål"),
        Kind.INQUIRY: pgettext_lazy("kind", "Annen henvendelse"),
    },
    "state": {
        State.WAITING_FOR_CLINIC: pgettext_lazy("state", "Venter på legen"),
        State.WAITING_FOR_PATIENT: pgettext_lazy("state", "Åpen"),
        State.WAITING_FOR_CONSENT: pgettext_lazy("state", "Venter på deg"),
        State.CLOSED: pgettext_lazy("state", "Avsluttet"),
    },
    "state_of_the_clinics": {
        State.WAITING_FOR_CLINIC: pgettext_lazy("state", "Venter på legekontoret"),
        State.WAITING_FOR_PATIENT: pgettext_lazy("state", "Åpen"),
        State.WAITING_FOR_CONSENT: pgettext_lazy("state", "Venter på deg"),
        State.CLOSED: pgettext_lazy("state", "Avsluttet"),
    },
    "state_at_clinic": {
        State.WAITING_FOR_CLINIC: pgettext_lazy("state", "Venter på svar fra dere"),
        State.WAITING_FOR_PATIENT: pgettext_lazy("state", "Besvart, pasienten kan skrive tilbake"),
        State.WAITING_FOR_CONSENT: pgettext_lazy("state", "Venter på om pasienten godtar prisen"),
        State.CLOSED: pgettext_lazy("state", "Avsluttet"),
    },
    "role": {
        **{str(role): words for role, words in roles.LABELS.items()},
        Role.PATIENT: pgettext_lazy("role", "pasient"),
        Role.SYSTEM: pgettext_lazy("role", "portalen"),
        Role.ANONYMOUS: pgettext_lazy("role", "ikke logget inn"),
    },
    "exemption": {
        Exemption.NONE: pgettext_lazy("exemption", "Ingen"),
        Exemption.FRIKORT: pgettext_lazy("exemption", "Frikort"),
        Exemption.UNDER_16: pgettext_lazy("exemption", "Under 16 år"),
        Exemption.CONTAGIOUS_DISEASE: pgettext_lazy("exemption", "Smittefarlig sykdom"),
        Exemption.HIV: pgettext_lazy("exemption", "Hivinfeksjon"),
        Exemption.UNABLE: pgettext_lazy("exemption", "Pasientens tilstand er til hinder"),
    },
    "credit_reason": {
        CreditReason.EXEMPT: pgettext_lazy("credit", "Pasienten skulle ikke betale"),
        CreditReason.WRONG_AMOUNT: pgettext_lazy("credit", "Beløpet er feil"),
        CreditReason.WRONG_PATIENT: pgettext_lazy("credit", "Fakturaen gikk til feil pasient"),
        CreditReason.NOT_DELIVERED: pgettext_lazy("credit", "Pasienten fikk ikke tjenesten"),
        CreditReason.GOODWILL: pgettext_lazy("credit", "Legekontoret ettergir beløpet"),
    },
    "settled": {
        Settled.PAID: pgettext_lazy("settled", "Betalt"),
        Settled.MISTAKE: pgettext_lazy("settled", "Merket ved en feil"),
        Settled.CREDITED: pgettext_lazy("settled", "Kreditert"),
    },
    "line": {
        LineKind.EGENANDEL: pgettext_lazy("line", "Egenandel"),
        LineKind.FEE: pgettext_lazy("line", "Fakturagebyr"),
    },
    "notice": {
        Notice.NEW_MESSAGE: pgettext_lazy("notice", "Beskjed om ny melding"),
        Notice.INVOICE: pgettext_lazy("notice", "Beskjed om faktura"),
    },
    "notice_state": {
        NoticeState.QUEUED: pgettext_lazy("notice", "Venter på å bli sendt"),
        NoticeState.CLAIMED: pgettext_lazy("notice", "Sendes nå"),
        NoticeState.SENT: pgettext_lazy("notice", "Sendt"),
        NoticeState.FAILED: pgettext_lazy("notice", "Ikke sendt. Ring pasienten."),
        NoticeState.BOUNCED: pgettext_lazy("notice", "Kom i retur. Sjekk adressen."),
        NoticeState.UNCERTAIN: pgettext_lazy("notice", "Usikkert om den kom fram. Sjekk med pasienten."),
        NoticeState.NONE: pgettext_lazy("notice", "Ikke sendt. Pasienten har verken e-post eller mobilnummer."),
        NoticeState.VOID: pgettext_lazy("notice", "Ikke sendt, for pasienten hadde lest meldingen."),
    },
    "channel": {
        Channel.EMAIL: pgettext_lazy("channel", "E-post"),
        Channel.SMS: pgettext_lazy("channel", "SMS"),
        Channel.PUSH: pgettext_lazy("channel", "Varsel på telefon"),
        Channel.NONE: pgettext_lazy("channel", "Ingen"),
    },
}


@cache
def _said(language: str, table: str) -> dict[str, str]:
    with override(language):
        return {str(key): str(words) for key, words in TABLES[table].items()}


def _label(table: str, key: str) -> str:
    return _said(get_language() or "nb", table)[key]


def kind_label(kind: str) -> str:
    """Name a kind of dialogue: «E-konsultasjon»."""
    return _label("kind", kind)


def state_label(state: str, kind: str) -> str:
    """Say where a dialogue stands, to the patient: «Venter på legen», «Venter på legekontoret», «Åpen», «Avsluttet»."""
    return _label("state" if answered_by_doctors(kind) else "state_of_the_clinics", state)


def answered_by_doctors(kind: str) -> bool:
    """Say whether only doctors answer a kind, so that its words say «legen» and not «legekontoret»."""
    return DECLARED[Kind(kind)].answers <= DOCTOR_ROLES


def state_at_clinic_label(state: str) -> str:
    """Say where a dialogue stands, to the clinic."""
    return _label("state_at_clinic", state)


def role_label(role: str) -> str:
    """Name a role, to stand after a person's name: «fastlege»."""
    return _label("role", role)


def exemption_label(code: str) -> str:
    """Say why a patient pays no egenandel (kodeverk 7461): «Frikort»; the empty code is «Ingen»."""
    return _label("exemption", code)


def credit_reason_label(reason: str) -> str:
    """Say why an invoice was taken back."""
    return _label("credit_reason", reason)


def settled_label(how: str) -> str:
    """Say how an invoice came to be no longer unpaid."""
    return _label("settled", how)


def line_label(kind: str) -> str:
    """Name a line of an invoice or of a price: «Egenandel», «Fakturagebyr»."""
    return _label("line", kind)


def notice_label(event: str) -> str:
    """Say what a notice was about."""
    return _label("notice", event)


def notice_state_label(state: str) -> str:
    """Say what became of a notice, and what staff can do when it did not arrive."""
    return _label("notice_state", state)


def channel_label(channel: str) -> str:
    """Name how a notice travels: «E-post», «SMS»."""
    return _label("channel", channel)
