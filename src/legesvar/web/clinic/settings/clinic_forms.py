"""What a clinic sets about money, notices, what patients must have in order, how it shares its work, and itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from legesvar.core.kinds import Kind
from legesvar.domain.billing.kid import Algorithm
from legesvar.domain.billing.settings import InvoiceAt
from legesvar.domain.billing.tariff import HIGHEST_ORE
from legesvar.domain.journal.kinds import Omitting
from legesvar.domain.standard_texts.settings import LONGEST_LINK
from legesvar.web.clinic.settings.fields import Choice, Hour, Kroner, Number, Several, Text, YesNo
from legesvar.web.clinic.settings.forms import SettingsForm
from legesvar.words.labels import TABLES

_KINDS = list(TABLES["kind"].items())


class InvoicingForm(SettingsForm):
    """Fee, evening price and invoices."""

    groups = (
        (_("Gebyr"), ("fee_ore", "fee_after_hours")),
        (_("Kveldstakst"), ("uses_evening_tariff", "evening_from_hour", "day_from_hour")),
        (_("Faktura"), ("invoice_at", "due_days", "e_consultation_code")),
        (_("KID og fakturanummer"), ("kid_method", "kid_prefix", "first_invoice_number")),
    )

    fee_ore = Kroner(
        label=_("Fakturagebyr i kroner"), highest=HIGHEST_ORE,
        help_text=_("Legges på fakturaen. 0 betyr at dere ikke tar gebyr. Pasienten ser det sammen med prisen."),
    )  # fmt: skip
    fee_after_hours = Number(
        label=_("Timer pasienten har på seg før gebyret legges på"), lowest=0, highest=720,
        help_text=_("0 betyr at fakturaen med gebyr sendes med en gang."),
    )  # fmt: skip
    uses_evening_tariff = YesNo(
        label=_("Vi bruker kveldstakst"),
        help_text=_("Svarer legen på kveld, natt eller fridag, gjelder kveldsprisen. Pasienten ser begge prisene."),
    )
    evening_from_hour = Hour(label=_("Kveld fra"))
    day_from_hour = Hour(label=_("Dag fra"), help_text=_("Før dette er det natt, med samme pris som kveld."))
    invoice_at = Choice(
        label=_("Når sendes fakturaen?"),
        choices=[
            (InvoiceAt.CLOSING.value, _("Når e-konsultasjonen er avsluttet")),
            (InvoiceAt.FIRST_ANSWER.value, _("Ved det første svaret")),
        ],
    )
    due_days = Number(
        label=_("Dager til forfall"), lowest=1, highest=90,
        help_text=_("Regnes fra fakturaen sendes. Fakturaer som er sendt, beholder sin dato."),
    )  # fmt: skip
    e_consultation_code = Text(
        label=_("Takst for e-konsultasjon"), limit=10,
        help_text=_("Slik den står i Normaltariffen, for eksempel 2ae. Prisen på taksten er under Priser."),
    )  # fmt: skip
    kid_method = Choice(
        label=_("Hvordan KID regnes ut"),
        choices=[(Algorithm.MOD10.value, "MOD10"), (Algorithm.MOD11.value, "MOD11")],
        help_text=_("Slik det står i avtalen med banken."),
    )
    kid_prefix = Text(
        label=_("Siffer først i KID"), required=False, limit=20,
        help_text=_("Fra avtalen med banken. Tomt betyr legekontorets eget nummer."),
    )  # fmt: skip
    first_invoice_number = Number(
        label=_("Første fakturanummer"), lowest=1, highest=99_999_999,
        help_text=_("Virker bare til den første fakturaen er sendt."),
    )  # fmt: skip


class PatientForm(SettingsForm):
    """What a patient must have in order, by service."""

    full_number_for = Several(
        label=_("Krev fullt fødselsnummer"), choices=_KINDS,
        help_text=_("Pasienten må ringe legekontoret hvis dere ikke har hele nummeret."),
    )  # fmt: skip
    verified_mobile_for = Several(
        label=_("Krev bekreftet mobilnummer"), choices=_KINDS,
        help_text=_("Pasienten får en kode på SMS og skriver den inn, uten å betale for det."),
    )  # fmt: skip
    nothing_overdue_for = Several(
        label=_("Krev at ingen faktura er forfalt"),
        # Who disputes an invoice must be able to say so.
        choices=[(kind, said) for kind, said in _KINDS if kind != Kind.INVOICE_QUESTION],
        help_text=_(
            "Gjelder fakturaer dere har merket som ubetalte. "
            "Bør ikke gjelde resepter på medisiner pasienten trenger."
        ),
    )  # fmt: skip


class NoticesForm(SettingsForm):
    """What stands in a notice, and when SMS are sent."""

    groups = (
        (_("Det som står i varselet"), ("names_clinic_in_notices",)),
        (_("Stille timer for SMS"), ("quiet_from", "quiet_to")),
    )

    names_clinic_in_notices = YesNo(
        label=_("Skriv navnet på legekontoret i varsler"),
        help_text=_(
            "Til vanlig står det bare at det er kommet en ny melding. Navnet kan si noe om pasienten til andre."
        ),
    )
    quiet_from = Hour(
        label=_("Ingen SMS fra"), help_text=_("Varsler i de stille timene venter. E-post sendes hele døgnet.")
    )
    quiet_to = Hour(label=_("Ingen SMS til"), help_text=_("Er de to like, er det ingen stille timer."))


class SharingForm(SettingsForm):
    """Who may do what besides the administrator."""

    secretaries_may_pause = YesNo(
        label=_("Sekretærene kan ta pause"),
        help_text=_("De kan stoppe en type henvendelse en stund, med en grunn pasientene leser, og starte den igjen."),
    )
    doctors_may_forward = YesNo(
        label=_("Legene kan videresende"),
        help_text=_(
            "En lege kan gi retten til å svare videre til en annen lege ved legekontoret. Det blir lagret hvem."
        ),
    )


class DiagnosisForm(SettingsForm):
    """Whether a diagnosis is asked for."""

    asks = YesNo(
        label=_("Be om diagnose når en e-konsultasjon besvares"),
        help_text=_("Legen må velge en diagnose (ICPC-2) for å avslutte det pasienten betaler for."),
    )


class JournalForm(SettingsForm):
    """Whether an answer may be kept out of the record."""

    omitting = Choice(
        label=_("Kan et svar holdes utenfor journalen?"),
        choices=[
            (Omitting.WITH_REASON.value, _("Ja, når legen skriver hvorfor")), (Omitting.NEVER.value, _("Nei, aldri")),
        ],
    )  # fmt: skip


class BookingForm(SettingsForm):
    """Where patients book appointments."""

    booking_link = Text(
        label=_("Lenke til timebestilling"), required=False, limit=LONGEST_LINK,
        help_text=_("Settes inn i tekstmaler som ber pasienten bestille time. Må begynne med https://. "
                    "Tomt betyr telefonnummeret deres."),
    )  # fmt: skip


class FactsForm(SettingsForm):
    """What the clinic is known by."""

    groups = (
        (_("Navn og kontakt"), ("name", "phone", "street", "postcode", "city")),
        (_("Nummer"), ("organisation_number", "account_number", "her_id")),
        (_("Hjelp til dere"), ("support_contact",)),
    )

    name = Text(label=_("Navn"), help_text=_("Slik pasientene kjenner dere."))
    phone = Text(
        label=_("Telefon"), limit=20, help_text=_("Står nederst på pasientens sider om dere, og der noe er stengt.")
    )
    street = Text(label=_("Gateadresse"), help_text=_("Står nederst på pasientens sider, så de finner fram."))
    postcode = Text(label=_("Postnummer"), limit=4)
    city = Text(label=_("Poststed"))
    organisation_number = Text(
        label=_("Organisasjonsnummer"), limit=11,
        help_text=_("Ni siffer. Står på nye fakturaer. De som er sendt, endres ikke."),
    )  # fmt: skip
    account_number = Text(
        label=_("Kontonummer"), limit=13,
        help_text=_("Elleve siffer. Pasienten betaler hit fra nå av. Fakturaer som er sendt, endres ikke."),
    )  # fmt: skip
    her_id = Text(
        label=_("HER-id"),
        required=False,
        limit=10,
        help_text=_(
            "Fra Adresseregisteret. Leverandøren av journalsystemet hjelper dere. La det stå tomt om dere ikke har det."
        ),
    )
    support_contact = Text(
        label=_("Hvem dere spør når portalen ikke virker"), required=False,
        help_text=_("Navn og telefon eller e-post. Står under Innstillinger, bare for dere."),
    )  # fmt: skip

    def clean_organisation_number(self) -> str:
        """Take away the blanks between the digits."""
        return "".join(self.cleaned_data["organisation_number"].split())

    def clean_account_number(self) -> str:
        """Take away blanks and dots between the digits."""
        return "".join(self.cleaned_data["account_number"].replace(".", "").split())
