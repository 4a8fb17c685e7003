"""The trail in plain words: what somebody did or read, and why (PRIV-3). Every event has its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from legesvar.core.actor import Role
from legesvar.domain.audit.events import Event
from legesvar.words import clinic, labels, register

WHAT: dict[Event, Promise] = {
    Event.LOGGED_IN: pgettext_lazy("trail", "Logget inn"),
    Event.LOGGED_OUT: pgettext_lazy("trail", "Logget ut"),
    Event.LOGIN_REFUSED: pgettext_lazy("trail", "Prøvde å logge inn, men kom ikke inn"),
    Event.ACCESS_REFUSED: pgettext_lazy("trail", "Prøvde å åpne noe, men fikk ikke lov"),
    Event.LANGUAGE_CHOSEN: pgettext_lazy("trail", "Valgte språk"),
    Event.CLINIC_CHOSEN: pgettext_lazy("trail", "Valgte legekontor"),
    Event.SETTINGS_CHANGED: pgettext_lazy("trail", "Endret innstillinger"),
    Event.DAYS_OFF_CHANGED: pgettext_lazy("trail", "Endret hvilke dager legekontoret har stengt"),
    Event.STAFF_CHANGED: pgettext_lazy("trail", "Endret hvem som arbeider ved legekontoret"),
    Event.STAFF_REMOVED: pgettext_lazy("trail", "Tok noen ut av legekontoret"),
    Event.STAFF_INVITED: pgettext_lazy("trail", "Inviterte en kollega"),
    Event.INVITATION_SENT_AGAIN: pgettext_lazy("trail", "Sendte en invitasjon på nytt"),
    Event.INVITATION_WITHDRAWN: pgettext_lazy("trail", "Trakk tilbake en invitasjon"),
    Event.INVITATION_ACCEPTED: pgettext_lazy("trail", "Tok imot en invitasjon"),
    Event.LOCAL_LOGIN_MADE: pgettext_lazy("trail", "Laget en innlogging med passord"),
    Event.LOCAL_LOGIN_GONE: pgettext_lazy("trail", "Fjernet en innlogging med passord"),
    Event.PASSWORD_CHANGED: pgettext_lazy("trail", "Byttet passord"),
    Event.FACTOR_ADDED: pgettext_lazy("trail", "La til en ekstra sikkerhet ved innlogging"),
    Event.FACTOR_REMOVED: pgettext_lazy("trail", "Fjernet en ekstra sikkerhet ved innlogging"),
    Event.RECOVERY_CODE_USED: pgettext_lazy("trail", "Brukte en reservekode"),
    Event.RECOVERY_CODES_MADE: pgettext_lazy("trail", "Laget nye reservekoder"),
    Event.LOCK_LIFTED: pgettext_lazy("trail", "Åpnet en innlogging som var sperret"),
    Event.WORK_RELEASED: pgettext_lazy("trail", "Frigjorde arbeidet til en som har sluttet"),
    Event.SUBSTITUTE_CHANGED: pgettext_lazy("trail", "Endret hvem som er vikar"),
    Event.OFFER_CHANGED: pgettext_lazy("trail", "Endret hva en lege tar imot"),
    Event.TARIFF_CHANGED: pgettext_lazy("trail", "Endret priser"),
    Event.PATIENT_REGISTERED: pgettext_lazy("trail", "Satte pasienten på listen"),
    Event.PATIENT_OPENED: pgettext_lazy("trail", "Så på opplysningene om pasienten"),
    Event.PATIENT_CHANGED: pgettext_lazy("trail", "Endret opplysninger om pasienten"),
    Event.PATIENT_LEFT: pgettext_lazy("trail", "Tok pasienten ut av listen"),
    Event.PATIENT_CAME_BACK: pgettext_lazy("trail", "Satte pasienten på listen igjen"),
    Event.PATIENTS_IMPORTED: pgettext_lazy("trail", "Importerte pasienter fra en fil"),
    Event.TRAIL_READ: pgettext_lazy("trail", "Så på hvem som har sett hva"),
    Event.EXEMPTION_RECORDED: pgettext_lazy("trail", "Registrerte frikort eller fritak"),
    Event.CONTACT_ASKED: pgettext_lazy("trail", "Ba om en kode for å bekrefte e-post eller mobilnummer"),
    Event.CONTACT_CHANGED: pgettext_lazy("trail", "Endret eller bekreftet e-post eller mobilnummer"),
    Event.CONTACT_CONFIRMED: pgettext_lazy("trail", "Bekreftet at kontaktopplysningene stemmer"),
    Event.CONTACT_FAILED: pgettext_lazy("trail", "Fant at e-postadressen ikke virker"),
    Event.NOTICE_CHANNEL_CHOSEN: pgettext_lazy("trail", "Valgte hvordan varsler skal komme"),
    Event.REPRESENTATION_RECORDED: pgettext_lazy("trail", "Registrerte hvem som kan handle for pasienten"),
    Event.REPRESENTATION_ENDED: pgettext_lazy("trail", "Avsluttet at noen kunne handle for pasienten"),
    Event.PRICE_ACCEPTED: pgettext_lazy("trail", "Godtok prisen"),
    Event.DRAFT_DISCARDED: pgettext_lazy("trail", "Slettet et utkast"),
    Event.FILE_ADDED: pgettext_lazy("trail", "La ved en fil"),
    Event.FILE_REMOVED: pgettext_lazy("trail", "Fjernet en fil"),
    Event.FILE_READ: pgettext_lazy("trail", "Åpnet en fil"),
    Event.DIALOGUE_STARTED: pgettext_lazy("trail", "Startet en samtale"),
    Event.DIALOGUE_READ_BY_PATIENT: pgettext_lazy("trail", "Leste samtalen"),
    Event.DIALOGUE_OPENED_BY_CLINIC: pgettext_lazy("trail", "Åpnet samtalen"),
    Event.DIALOGUE_REPLIED: pgettext_lazy("trail", "Skrev tilbake"),
    Event.DIALOGUE_ADDED_TO: pgettext_lazy("trail", "La til noe i samtalen"),
    Event.DIALOGUE_WITHDRAWN: pgettext_lazy("trail", "Trakk samtalen tilbake"),
    Event.DIALOGUE_ANSWERED: pgettext_lazy("trail", "Svarte"),
    Event.DIALOGUE_CLOSED: pgettext_lazy("trail", "Avsluttet samtalen"),
    Event.DIALOGUE_ASSIGNED: pgettext_lazy("trail", "Ga samtalen til en kollega"),
    Event.DIALOGUE_FORWARDED: pgettext_lazy("trail", "Sendte samtalen videre til en annen lege"),
    Event.DIALOGUE_SHARED: pgettext_lazy("trail", "Tok med en kollega i samtalen"),
    Event.HANDOVER_UNDONE: pgettext_lazy("trail", "Angret at samtalen ble gitt videre"),
    Event.DIALOGUE_MARKED: pgettext_lazy("trail", "Merket om samtalen haster"),
    Event.NOTE_WRITTEN: pgettext_lazy("trail", "Skrev et notat til kolleger"),
    Event.SEARCHED: pgettext_lazy("trail", "Søkte etter pasienter eller meldinger"),
    Event.DIALOGUE_REJECTED: pgettext_lazy("trail", "Avviste henvendelsen"),
    Event.CONSENT_ASKED: pgettext_lazy("trail", "Spurte pasienten om prisen er i orden"),
    Event.CONSENT_DECLINED: pgettext_lazy("trail", "Sa nei til prisen"),
    Event.CONSENT_TAKEN_BACK: pgettext_lazy("trail", "Trakk tilbake spørsmålet om prisen"),
    Event.CONVERTED: pgettext_lazy("trail", "Gjorde henvendelsen om til en e-konsultasjon"),
    Event.STANDARD_TEXT_CHANGED: pgettext_lazy("trail", "Endret en standardtekst"),
    Event.NOT_JOURNALED: pgettext_lazy("trail", "Valgte å ikke føre svaret i journalen"),
    Event.DIAGNOSED: pgettext_lazy("trail", "Satte en diagnosekode"),
    Event.CHARGED: pgettext_lazy("trail", "Førte hva pasienten skal betale"),
    Event.INVOICED: pgettext_lazy("trail", "Laget en faktura"),
    Event.INVOICE_CREDITED: pgettext_lazy("trail", "Krediterte en faktura"),
    Event.INVOICE_OVERDUE: pgettext_lazy("trail", "Merket en faktura som ubetalt"),
    Event.INVOICE_SETTLED: pgettext_lazy("trail", "Fjernet merket på en ubetalt faktura"),
    Event.INVOICE_READ: pgettext_lazy("trail", "Åpnet en faktura"),
    Event.JOURNALED: pgettext_lazy("trail", "Førte i journalen"),
    Event.JOURNAL_CORRECTED: pgettext_lazy("trail", "Rettet i journalen"),
    Event.JOURNAL_EXTRACTED: pgettext_lazy("trail", "Tok utskrift av journalen"),
    Event.NOTICE_DECIDED: pgettext_lazy("trail", "Sendte eller planla et varsel"),
    Event.NOTICE_SENT_AGAIN: pgettext_lazy("trail", "Sendte et varsel på nytt"),
    Event.PUSH_TURNED_ON: pgettext_lazy("trail", "Slo på varsler på en enhet"),
    Event.PUSH_TURNED_OFF: pgettext_lazy("trail", "Slo av varsler på en enhet"),
}
# What a patient writes becomes part of the record by itself: they have not kept it.
_BY_PATIENT = {Event.JOURNALED: pgettext_lazy("trail", "Meldingen ble lagret i journalen")}
UNNAMED = pgettext_lazy("trail", "Gjorde noe som ikke har fått navn ennå")
REASONS: dict[Event, Mapping[Any, str | Promise]] = {
    Event.PATIENT_OPENED: register.WHY,
    Event.PATIENT_LEFT: register.LEFT,
    Event.DIALOGUE_OPENED_BY_CLINIC: clinic.WHY,
    Event.INVOICE_SETTLED: labels.TABLES["settled"],
}


def what(event: Event, role: str) -> str:
    """Say what somebody did or read, in the role they had."""
    said = _BY_PATIENT.get(event) if role == Role.PATIENT else None
    return str(said or WHAT.get(event, UNNAMED))


def reason(event: Event, details: Mapping[str, Any]) -> str:
    """Say why, where a reason was given; only our own words, whatever stands in the trace."""
    said = REASONS.get(event, {}).get(str(details.get("why", "")))
    return _("Grunn: %(reason)s.") % {"reason": said} if said else ""
