"""What a clinic sets about a kind: whether and when it is had, how much goes into it, and what stands there."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from legesvar.core import languages
from legesvar.core.kinds import DECLARED, Kind
from legesvar.domain.clinics import stored
from legesvar.domain.services.kinds import SentTo
from legesvar.domain.services.settings import DEFAULTS, MOST_SIGNS
from legesvar.web.clinic.settings.fields import (
    Choice,
    Day,
    Lines,
    Number,
    OpenHours,
    Text,
    YesNo,
    nothing,
    said_hours,
    said_instant,
)
from legesvar.web.clinic.settings.forms import SettingsForm

DAYS = (_("Mandag"), _("Tirsdag"), _("Onsdag"), _("Torsdag"), _("Fredag"), _("Lørdag"), _("Søndag"))
HOURS = tuple(f"hours_{day}" for day in range(7))
BY_DOCTORS = {kind for kind, settings in DEFAULTS.items() if settings.sent_to is not SentTo.CLINIC}


class KindForm(SettingsForm):
    """A form about one kind."""

    def __init__(self, data: Any = None, *, kind: Kind, **options: Any) -> None:
        self.kind = kind
        super().__init__(data, **options)


class OfferForm(KindForm):
    """Whether, for what, to whom and when."""

    groups = (
        (_("Av og på"), ("is_open", "sent_to", "purpose")),
        (_("Periode"), ("first_date", "last_date")),
        (_("Åpningstid"), HOURS),
        (_("Hvor mange"), ("daily_limit", "grace_minutes")),
    )

    is_open = YesNo(
        label=_("Vi tar imot dette"),
        help_text=_("Slår du det av, kan ingen pasienter starte, og det som sendes fra en gammel side, blir avvist."),
    )
    sent_to = Choice(
        label=_("Hvem kan pasienten skrive til?"),
        choices=[
            (SentTo.OWN_GP.value, _("Bare fastlegen sin, eller vikaren")),
            (SentTo.ALL_DOCTORS.value, _("Alle legene på legekontoret")),
        ],
        help_text=_("En lege som har slått av tilbudet sitt, kan ingen skrive til."),
    )
    purpose = Text(
        label=_("Hva det er til for akkurat nå"), required=False, rows=2, limit=300,
        help_text=_(
            "Står øverst der pasienten begynner, for eksempel «Bare sykmelding ved influensa». La feltet stå tomt til "
            "vanlig."
        ),
    )  # fmt: skip
    first_date = Day(
        label=_("Første dag"), required=False,
        help_text=_("Før denne dagen kan ingen starte. Tomt betyr ingen begrensning. For eksempel 31.12.2026"),
    )  # fmt: skip
    last_date = Day(
        label=_("Siste dag"), required=False,
        help_text=_("Etter denne dagen kan ingen starte. Tomt betyr ingen begrensning. For eksempel 31.12.2026"),
    )  # fmt: skip
    hours_0 = OpenHours(
        label=DAYS[0],
        help_text=_(
            "Når pasienten kan sende, for eksempel 08.00–11.30, 12.00–15.00. Er alle sju tomme, kan de sende hele "
            "døgnet. Fyller du ut noen dager, er det stengt på de andre."
        ),
    )
    hours_1 = OpenHours(label=DAYS[1])
    hours_2 = OpenHours(label=DAYS[2])
    hours_3 = OpenHours(label=DAYS[3])
    hours_4 = OpenHours(label=DAYS[4])
    hours_5 = OpenHours(label=DAYS[5])
    hours_6 = OpenHours(label=DAYS[6])
    daily_limit = Number(
        label=_("Høyst så mange om dagen"), lowest=1, highest=10_000, required=False,
        help_text=_("Når så mange er sendt, må neste pasient vente til i morgen. Tomt betyr ingen grense."),
    )  # fmt: skip
    grace_minutes = Number(
        label=_("Minutter til å bli ferdig"), lowest=0, highest=240,
        help_text=_("Så lenge kan den som holdt på å skrive, fortsatt sende etter at dere har stengt."),
    )  # fmt: skip

    def adapt(self) -> None:
        """Ask whom to write to only where a doctor is written to."""
        if self.kind not in BY_DOCTORS:
            del self.fields["sent_to"]

    def spread(self, values: dict[str, Any]) -> dict[str, Any]:
        """Give each day its hours."""
        spread = dict(values)
        if "hours" in values:
            for day, name in enumerate(HOURS):
                spread[name] = said_hours((start, end) for at, start, end in values["hours"] or () if at == day)
        return spread

    def gather(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Put the days' hours together."""
        values = super().gather(cleaned)
        spans = [values.pop(name, ()) for name in HOURS]
        return values | {"hours": [[day, *span] for day, spans_of in enumerate(spans) for span in spans_of]}

    def controls(self, name: str) -> tuple[str, ...]:
        """Return the seven fields of the hours."""
        return HOURS if name == "hours" else (name,)

    def names(self) -> tuple[str, ...]:
        """Name the hours once."""
        return (*(name for name in self.own if name not in HOURS), "hours")

    def label_of(self, name: str) -> str:
        """Name the hours as one."""
        return str(_("Åpningstid")) if name == "hours" else super().label_of(name)

    def said(self, name: str, value: Any) -> str:
        """Say the hours day by day."""
        if name != "hours":
            return super().said(name, value)
        days: dict[int, list[tuple[str, str]]] = {}
        for day, start, end in sorted(value):
            days.setdefault(day, []).append((start, end))
        lines = [f"{DAYS[day]}: {said_hours(spans)}" for day, spans in days.items()]
        return "\n".join(lines) or str(_("Hele døgnet"))


class LimitsForm(KindForm):
    """How much, and how long it may take."""

    groups = (
        (_("Det pasienten skriver"), ("three_fields", "character_limit", "max_files")),
        (_("Frister"), ("answer_days", "silence_days")),
    )

    three_fields = YesNo(
        label=_("Del meldingen i tre felt"),
        help_text=_(
            "Pasienten svarer på tre spørsmål i stedet for å skrive alt i ett felt. Spørsmålene er under Tekster."
        ),
    )
    character_limit = Number(
        label=_("Hvor mange tegn pasienten kan skrive"), lowest=50, highest=10_000,
        help_text=_("Telles mens pasienten skriver. Med tre felt er det for alle til sammen."),
    )  # fmt: skip
    max_files = Number(
        label=_("Hvor mange filer pasienten kan legge ved"), lowest=0, highest=5,
        help_text=_("Bilder og PDF, høyst 20 MB hver. 0 betyr at ingen filer kan legges ved."),
    )  # fmt: skip
    answer_days = Number(
        label=_("Svarfrist i arbeidsdager"), lowest=1, highest=30,
        help_text=_(
            "Pasienten blir lovet svar innen så mange arbeidsdager, og ser datoen. Det som er sendt, beholder sin dato."
        ),
    )  # fmt: skip
    silence_days = Number(
        label=_("Dager før en stille samtale avsluttes"), lowest=3, highest=90,
        help_text=_("Har pasienten ikke svart dere på så mange dager, avsluttes samtalen, og pasienten får beskjed."),
    )  # fmt: skip

    def adapt(self) -> None:
        """Ask about three fields only where there is such a choice."""
        if not DECLARED[self.kind].divisible:
            del self.fields["three_fields"]


class TextsForm(KindForm):
    """What stands there in the clinic's own words."""

    fits = Lines(
        label=_("Dette passer det for"), required=False, rows=6,
        help_text=_("Eksempler pasienten ser før de skriver. Én linje for hvert."),
    )  # fmt: skip
    fits_not = Lines(
        label=_("Dette passer det ikke for"), required=False, rows=9,
        help_text=_("Hva pasienten heller skal bestille time eller ringe om. Én linje for hvert."),
    )  # fmt: skip
    own_signs = Lines(
        label=_("Faresignaler dere legger til"), required=False, rows=3, most=MOST_SIGNS,
        help_text=_(
            "Pasienten blir spurt om disse i tillegg til de faste, og bedt om å ringe. Én linje for hvert. De faste "
            "kan ikke tas bort."
        ),
    )  # fmt: skip
    field_labels = Lines(
        label=_("Ledetekster til de tre feltene"), exactly=3, rows=3,
        help_text=_("Én linje for hvert felt, i rekkefølge."),
        error_messages={"required": _("Skriv tre linjer, én for hvert felt.")},
    )  # fmt: skip

    def adapt(self) -> None:
        """Ask for labels only where a message has several fields, and for each text in the other languages too."""
        declared = DECLARED[self.kind]
        if not (declared.lines or declared.divisible):
            del self.fields["field_labels"]
        if not declared.asks_about_danger:
            del self.fields["own_signs"]
        self.groups = [(_("Bokmål"), tuple(self.fields))]
        for code in languages.TRANSLATED:
            added = _translations(code, self.fields)
            self.fields |= added
            self.groups.append((languages.OFFERED[code], tuple(added)))

    def spread(self, values: dict[str, Any]) -> dict[str, Any]:
        """Give each language its fields."""
        spread = dict(values)
        for code, texts in (values.get("translations") or {}).items():
            spread |= {f"{code}_{name}": text for name, text in texts.items() if any(text)}
        return spread

    def gather(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Put each language's fields together, keeping the texts that are not asked for here."""
        values = super().gather(cleaned)
        kept = stored.plain(self.settings)["translations"]
        for code in languages.TRANSLATED:
            own = {name: values.pop(f"{code}_{name}") for name in INTO if f"{code}_{name}" in values}
            if "field_labels" in own:
                own["field_labels"] = own["field_labels"] or ("", "", "")
            before = kept.get(code, {})
            kept[code] = before | {name: text for name, text in own.items() if any(text) or name in before}
        return values | {"translations": kept}

    def controls(self, name: str) -> tuple[str, ...]:
        """Return the other languages' fields for the translations."""
        return tuple(one for one in self.own if _is_translation(one)) if name == "translations" else (name,)

    def names(self) -> tuple[str, ...]:
        """Name the translations once."""
        return (*(name for name in self.own if not _is_translation(name)), "translations")

    def label_of(self, name: str) -> str:
        """Name the translations as one."""
        return str(_("Andre språk")) if name == "translations" else super().label_of(name)

    def said(self, name: str, value: Any) -> str:
        """Say a text; translations are said one by one (`pages.differences`)."""
        return "" if name == "translations" else super().said(name, value)


# What is written in the other languages: every text that a patient reads. Empty means the bokmål text.
INTO = ("purpose", "pause_reason", "fits", "fits_not", "own_signs", "field_labels")


def _translations(code: str, asked: Container[str]) -> dict[str, Text | Lines]:
    same = _("Tomt betyr at teksten på bokmål vises.")
    found: dict[str, Text | Lines] = {
        f"{code}_fits": Lines(label=_("Dette passer det for"), required=False, rows=6, help_text=same),
        f"{code}_fits_not": Lines(label=_("Dette passer det ikke for"), required=False, rows=9, help_text=same),
        f"{code}_purpose": Text(
            label=_("Hva det er til for akkurat nå"), required=False, rows=2, limit=300, help_text=same
        ),
        f"{code}_pause_reason": Text(label=_("Grunn til pausen"), required=False, rows=2, limit=200, help_text=same),
    }
    if "own_signs" in asked:
        found[f"{code}_own_signs"] = Lines(
            label=_("Faresignaler dere legger til"), required=False, rows=3, most=MOST_SIGNS, help_text=same
        )
    if "field_labels" in asked:
        found[f"{code}_field_labels"] = Lines(
            label=_("Ledetekster til de tre feltene"), required=False, exactly=3, rows=3, help_text=same
        )
    return found


def _is_translation(name: str) -> bool:
    return name.split("_")[0] in languages.TRANSLATED


# What is set by pausing and not by a form.
PAUSE: Mapping[str, tuple[Promise | str, Callable[[str], str]]] = {
    "paused_until": (_("Pause til"), said_instant),
    "pause_reason": (_("Grunn til pausen"), lambda value: value or nothing()),
}
