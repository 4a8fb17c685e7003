"""What the clinic reads about a dialogue: why it may not be answered, what came meanwhile, why it is opened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from legesvar.core import money
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refusal
from legesvar.domain.billing.policies import Amount, Price
from legesvar.domain.billing.settings import BillingSettings
from legesvar.domain.dialogues import policies
from legesvar.domain.dialogues.kinds import How, Why
from legesvar.domain.dialogues.selectors import HandoverRow, MessageRow
from legesvar.domain.dialogues.states import ConversionOutcome
from legesvar.domain.journal.kinds import Omitted
from legesvar.words import dates, labels

WHY = {
    Why.FOR_COLLEAGUE: pgettext_lazy("why", "Jeg vurderer den for en kollega"),
    Why.HELPS: pgettext_lazy("why", "Jeg hjelper med innholdet i svaret"),
    Why.COMPLAINT: pgettext_lazy("why", "Klage eller tilsyn"),
    Why.OTHER: pgettext_lazy("why", "Noe annet som er nødvendig for å gi pasienten helsehjelp"),
}


OMITTED = {
    Omitted.IT_IS_NOT: pgettext_lazy("journal", "Svaret blir journalført"),
    Omitted.ELSEWHERE: pgettext_lazy("journal", "Ikke journalfør: det står i journalsystemet"),
    Omitted.PRACTICAL: pgettext_lazy("journal", "Ikke journalfør: det er bare praktisk"),
}


def why_not(reason: Refusal, recipient: str) -> str:
    """Say why somebody may not answer, and what they may do instead (DIA-7).

    :param recipient: name of the doctor the dialogue was sent to
    """
    match reason:
        case policies.Refusal.CLOSED:
            return _("Samtalen er avsluttet. Ingen kan skrive mer i den.")
        case policies.Refusal.WRONG_ROLE:
            return _("Bare leger kan sende svar på e-konsultasjoner. Du kan skrive et forslag, som legen ser her.")
        case policies.Refusal.NOT_YOURS:
            return _("Bare %(recipient)s eller vikaren kan svare. Du kan skrive et forslag, som legen ser her.") % {
                "recipient": recipient
            }
        case policies.Refusal.WAITING_FOR_CONSENT:
            return _("Pasienten er spurt om dette kan bli en e-konsultasjon, og har ikke svart ennå.")
    return _("Du kan ikke svare på denne nå.")


class Question(Protocol):
    """A question whether a dialogue may become an e-consultation, and what became of it."""

    asked_by: str
    asked_at: datetime
    recipient_name: str
    outcome: str
    ended_at: datetime | None
    ended_by: str


def question(asked: Question, today: date) -> str:
    """Say who asked the patient to accept a price, and what the patient said (START-12)."""
    facts = {
        "by": asked.asked_by, "when": dates.moment_within(asked.asked_at, today), "doctor": asked.recipient_name,
        "ended": dates.moment_within(asked.ended_at, today) if asked.ended_at else "", "ended_by": asked.ended_by,
    }  # fmt: skip
    match ConversionOutcome(asked.outcome):
        case ConversionOutcome.OPEN:
            return _("%(by)s spurte pasienten %(when)s om dette kan bli en e-konsultasjon til %(doctor)s.") % facts
        case ConversionOutcome.ACCEPTED:
            return _("Dette var en annen henvendelse. Pasienten godtok prisen %(ended)s.") % facts
        case ConversionOutcome.DECLINED:
            return _("Pasienten ble spurt om en e-konsultasjon, og sa nei %(ended)s.") % facts
        case ConversionOutcome.TAKEN_BACK:
            return _("%(ended_by)s trakk spørsmålet om e-konsultasjon tilbake %(ended)s.") % facts
    return _("Pasienten svarte ikke på spørsmålet om e-konsultasjon.")


def newer(row: MessageRow) -> str:
    """Say what has come since somebody began to write (WORK-5): who wrote, and when."""
    said = _("%(name)s skrev kl. %(time)s") if row.from_patient else _("%(name)s svarte kl. %(time)s")
    return said % {"name": row.author_name, "time": dates.time(row.at)}


def handed_over(row: HandoverRow, patient: str) -> str:
    """Say whom something was given to: «Henvendelsen fra Kari Nordmann er videresendt til Dag Doktor.»."""
    if row.undone_at is not None:
        said = _("Det er angret. Henvendelsen fra %(patient)s er tilbake der den var.")
    elif row.staff_id is None:
        said = _("Henvendelsen fra %(patient)s er ikke lenger tildelt noen.")
    else:
        said = {
            How.ASSIGNED: _("Henvendelsen fra %(patient)s er tildelt %(name)s."),
            How.FORWARDED: _("Henvendelsen fra %(patient)s er videresendt til %(name)s, som kan svare."),
            How.INVITED: _("%(name)s kan nå lese henvendelsen fra %(patient)s."),
        }[row.how]
    return said % {"patient": patient, "name": row.staff_name}


def consented(price: Price) -> str:
    """Say what the patient has accepted to pay (START-5)."""
    said = _("%(total)s: egenandel %(egenandel)s og fakturagebyr %(fee)s.") % {
        "total": money.spoken(price.full_total_ore),
        "egenandel": money.short(price.day_ore),
        "fee": money.short(price.fee_ore),
    }
    evening = price.full_evening_total_ore
    if evening is None:
        return said
    return said + " " + _("På kveld og i helg %(total)s.") % {"total": money.spoken(evening)}


def to_pay(amount: Amount) -> str:
    """Say what the patient pays: «259 kroner», «0 kroner, frikort»."""
    total = money.spoken(amount.amount_ore + amount.fee_ore)
    return f"{total}, {labels.exemption_label(amount.exemption).lower()}" if amount.exemption else total


def at_another_hour(amount: Amount, settings: BillingSettings, *, is_evening: bool) -> str:
    """Say what the patient pays if the answer is sent at the other price's hours (PAY-1).

    :param is_evening: whether the evening price holds now, so that `amount` is the day's
    """
    said = (
        _("På hverdager mellom kl. %(day)s og %(evening)s betaler pasienten %(amount)s.")
        if is_evening
        else _("Etter kl. %(evening)s og på fridager betaler pasienten %(amount)s.")
    )
    hours = {"day": f"{settings.day_from_hour:02}.00", "evening": f"{settings.evening_from_hour:02}.00"}
    return said % {**hours, "amount": to_pay(amount)}


def charged(amount: Amount, invoice_number: int | None) -> str:
    """Say what an answer has cost the patient, on the receipt."""
    if not amount.amount_ore:
        return _("Pasienten betaler %(amount)s. Det blir ingen faktura.") % {"amount": to_pay(amount)}
    if invoice_number is None:
        return _("Pasienten betaler %(amount)s. Fakturaen kommer når samtalen er avsluttet.") % {
            "amount": to_pay(amount)
        }
    return _("Pasienten betaler %(amount)s. Faktura %(number)s er laget.") % {
        "amount": to_pay(amount), "number": invoice_number,
    }  # fmt: skip


def credited() -> str:
    """Say that the patient pays nothing after all."""
    return _("%(total)s, fakturaen er kreditert") % {"total": money.spoken(0)}


def invoice(number: int, total_ore: int, due: date, today: date) -> str:
    """Name an invoice: «Faktura 1001, 259 kroner, forfall 6. desember». Whether it is paid is not known."""
    return _("Faktura %(number)s, %(total)s, forfall %(due)s") % {
        "number": number, "total": money.spoken(total_ore), "due": dates.day_near(due, today),
    }  # fmt: skip


def marked_unpaid(at: datetime, by: str, today: date) -> str:
    """Say that an invoice was found unpaid, when and by whom."""
    day = dates.day_near(oslo_date(at), today)
    return _("Merket som ubetalt %(day)s av %(name)s") % {"day": day, "name": by}


def settled(how: str, at: datetime, by: str, today: date) -> str:
    """Say how an invoice ceased to be unpaid, when and by whom: «Betalt, registrert 6. desember av Siri Sol»."""
    said = {"how": labels.settled_label(how), "day": dates.day_near(oslo_date(at), today), "name": by}
    return _("%(how)s, registrert %(day)s av %(name)s") % said


def credit_note(number: int, total_ore: int, reason: str) -> str:
    """Name a credit note: «Kreditnota 1002, −259 kroner: Beløpet er feil»."""
    return _("Kreditnota %(number)s, %(total)s: %(reason)s") % {
        "number": number, "total": money.spoken(total_ore), "reason": labels.credit_reason_label(reason),
    }  # fmt: skip
