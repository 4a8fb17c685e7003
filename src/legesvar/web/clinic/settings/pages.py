"""The pages of settings in finished strings: the overview, a section, what changes, and who has changed what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from legesvar.core import languages
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.kinds import Kind
from legesvar.core.paging import Page
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.clinics import stored
from legesvar.domain.clinics.selectors import Change
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.services import selectors as services
from legesvar.domain.services.availability import Closed
from legesvar.web.clinic.settings.checklist import Checklist, checklist
from legesvar.web.clinic.settings.forms import SettingsForm
from legesvar.web.clinic.settings.sections import BY_NAME, SECTIONS, Said, Section
from legesvar.words import dates, labels


@dataclass(frozen=True, slots=True)
class Link:
    """A section in the overview."""

    title: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Sections under a heading; of a kind also where it stands, and how many are writing."""

    title: str
    links: tuple[Link, ...]
    state: str = ""
    tone: str = ""
    writing: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """All the settings there are."""

    checklist: Checklist | None
    groups: tuple[Group, ...]
    support: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that becomes different."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Came:
    """What somebody else has changed since the form was made."""

    who: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A change that is to begin to hold."""

    when: str
    differences: tuple[Difference, ...]
    drop: str


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section's form and what stands around it."""

    title: str
    about: str
    seen: str
    writing: str
    planned: tuple[Planned, ...]
    came: tuple[Came, ...]
    history_url: str
    saved: str
    nothing: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of the patient's that shows the change."""

    page: str
    text: str


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """What will change, from when, and everything that was written once more."""

    title: str
    differences: tuple[Difference, ...]
    when: str
    hidden: tuple[tuple[str, str], ...]
    previews: tuple[Preview, ...]
    preview_url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the history."""

    when: str
    who: str
    holds_from: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Who has changed what."""

    title: str
    back_url: str
    entries: tuple[Entry, ...]
    previous_url: str
    next_url: str


PREVIEWS = {
    "velg": gettext_lazy("Siden der pasienten velger hva det gjelder"),
    "mottaker": gettext_lazy("Siden der pasienten velger mottaker"),
    "passer-det": gettext_lazy("Siden der pasienten leser hva det passer for"),
    "pris": gettext_lazy("Siden med prisen"),
    "beskjed": gettext_lazy("Siden der pasienten skriver"),
}


def overview(actor: Actor, clinic_id: int, now: datetime) -> Overview:
    """Put the overview into words: each kind by itself, and then the rest."""
    kinds = (_kind(actor, clinic_id, kind, now) for kind in Kind)
    support = clinics.facts(actor, clinic_id).support_contact
    return Overview(checklist(actor, clinic_id, now), (*kinds, *_rest()), support)


def _kind(actor: Actor, clinic_id: int, kind: Kind, now: datetime) -> Group:
    reason = dialogues.kind_closed(actor, clinic_id, kind, now)
    links = tuple(_link(section) for section in SECTIONS if section.kind is kind)
    state = standing(actor, clinic_id, kind, now, reason)
    return Group(labels.kind_label(kind), links, state, _tone(reason), writing(actor, kind, now))


def _tone(reason: object) -> str:
    return "success" if reason is None else "warning" if reason is Closed.PAUSED else "neutral"


def _rest() -> Iterable[Group]:
    yield Group(_("Betaling"), (_way("settings_prices", _("Priser"), PRICES_ABOUT), _link(BY_NAME["betaling"])))
    yield Group(_("Pasienter"), (_link(BY_NAME["krav"]), _link(BY_NAME["varsler"])))
    yield Group(
        _("Når dere svarer"), tuple(_link(BY_NAME[name]) for name in ("diagnose", "journalen", "timebestilling"))
    )
    own = (
        _link(BY_NAME["legekontoret"]),
        _way("staff", _("Ansatte"), STAFF_ABOUT),
        _way("settings_days_off", _("Fridager"), DAYS_OFF_ABOUT),
        _link(BY_NAME["samarbeid"]),
        _way("settings_pauses", _("Pause"), PAUSE_ABOUT),
    )
    yield Group(_("Legekontoret"), own)


PRICES_ABOUT = gettext_lazy("Egenandelen på dag og kveld, og fra når den gjelder.")
DAYS_OFF_ABOUT = gettext_lazy("Dager dere har stengt, utenom helligdagene.")
STAFF_ABOUT = gettext_lazy("Hvem som arbeider her, vikarer og fravær.")
PAUSE_ABOUT = gettext_lazy("Stopp en type henvendelse en stund.")


def _link(section: Section) -> Link:
    return Link(str(section.title), str(section.about), reverse("clinic:settings_section", args=[section]))


def _way(name: str, title: str, about: Promise) -> Link:
    return Link(title, str(about), reverse(f"clinic:{name}"))


def standing(actor: Actor, clinic_id: int, kind: Kind, now: datetime, reason: object) -> str:
    """Say whether a kind can be had just now, and if not why."""
    settings, today = services.settings(actor, clinic_id, now, kind), oslo_date(now)
    first, _last = settings.period
    match reason:
        case None:
            return _("Åpen")
        case Closed.OFF:
            return _("Slått av")
        case Closed.NOT_YET if first:
            return _("Åpner %(day)s") % {"day": dates.day_near(first, today)}
        case Closed.OVER:
            return _("Perioden er over")
        case Closed.PAUSED if settings.resumes_at:
            return _("Pause til %(when)s") % {"when": dates.moment_within(settings.resumes_at, today)}
        case Closed.OUTSIDE_HOURS:
            return _("Stengt til neste åpningstid")
    return _("Fullt i dag")


def writing(actor: Actor, kind: Kind, now: datetime) -> str:
    """Say how many are writing just now, or nothing when nobody is (START-11)."""
    number = dialogues.writing_now(actor, kind, now)
    return ngettext("%(n)d skriver nå", "%(n)d skriver nå", number) % {"n": number} if number else ""


def title(section: Section) -> str:
    """Name a section, with its kind."""
    if section.kind is None:
        return str(section.title)
    return _("%(kind)s: %(section)s") % {
        "kind": labels.kind_label(section.kind), "section": str(section.title).lower(),
    }  # fmt: skip


def said_names(actor: Actor, clinic_id: int, section: Section, now: datetime) -> dict[str, Said]:
    """Return how each setting of a section's capability is named and said, whichever form it stands in."""
    found: dict[str, Said] = dict(section.source.also)
    for one in SECTIONS:
        if one.source.capability == section.source.capability:
            form = one.form(None, read=lambda at: one.source.read(actor, clinic_id, at), now=now)  # noqa: B023
            found |= {name: (form.label_of(name), _sayer(form, name)) for name in form.names()}
    return found


def _sayer(form: SettingsForm, name: str) -> Any:
    return lambda value: form.said(name, value)


def differences(said: dict[str, Said], changes: dict[str, Sequence[Any]]) -> tuple[Difference, ...]:
    """Say what changes, setting by setting; one that nobody knows any more keeps its own name."""
    found = []
    for name, (before, after) in changes.items():
        if name == "translations":
            found += _translated(said, before or {}, after or {})
            continue
        label, say = said.get(name, (name, str))
        found.append(Difference(str(label), _say(say, before), _say(say, after)))
    return tuple(found)


def _translated(said: dict[str, Said], before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    """Say which text changes in which language."""
    for code in {**before, **after}:
        was, now = before.get(code, {}), after.get(code, {})
        for name in {**was, **now}:
            if was.get(name) != now.get(name):
                label, say = said.get(name, (name, str))
                language = languages.OFFERED.get(code, code)
                yield Difference(f"{language}: {label}", _say(say, was.get(name) or ""), _say(say, now.get(name) or ""))


def _say(say: Any, value: Any) -> str:
    try:
        return str(say(value))
    except (TypeError, ValueError):  # what was stored in former days, or never
        return "" if value is None else str(value)


def section(
    actor: Actor, clinic_id: int, one: Section, now: datetime, *, came: Sequence[Change] = (), saved: bool = False,
    nothing: bool = False,
) -> SectionPage:  # fmt: skip
    """Put what stands around a section's form into words."""
    said, today = said_names(actor, clinic_id, one, now), oslo_date(now)
    return SectionPage(
        title=title(one),
        about=str(one.about),
        seen=clinics.newest_setting(actor, clinic_id, one.source.capability),
        writing=writing(actor, one.kind, now) if one.kind else "",
        planned=tuple(_planned(actor, clinic_id, one, said, now)),
        came=tuple(Came(_who(row, today), differences(said, row.changes)) for row in came),
        history_url=reverse("clinic:settings_history", args=[one]),
        saved=_("Endringene er lagret.") if saved else "",
        nothing=nothing,
    )


def _who(row: Change, today: Any) -> str:
    return _("%(name)s, %(when)s") % {
        "name": row.recorded_by, "when": dates.moment_within(row.recorded_at, today),
    }  # fmt: skip


def _planned(actor: Actor, clinic_id: int, one: Section, said: dict[str, Said], now: datetime) -> Iterator[Planned]:
    """Say what is to begin to hold, each change against what holds before it."""
    settings = one.source.read(actor, clinic_id, now)
    before = stored.plain(settings)
    for row in clinics.planned_settings(actor, clinic_id, one.source.capability, now):
        after = stored.complete(settings, row.values)
        changes = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
        before = after
        if changes:
            when = _("Fra %(day)s") % {"day": dates.day(oslo_date(row.valid_from))}
            yield Planned(when, differences(said, changes), row.valid_from.isoformat())


def confirm(actor: Actor, clinic_id: int, one: Section, form: SettingsForm, seen: str, now: datetime) -> ConfirmPage:
    """Put what will change into words, before it does."""
    said = said_names(actor, clinic_id, one, now)
    at_once = form.valid_from <= now
    return ConfirmPage(
        title=title(one),
        differences=differences(said, form.changes),
        when=_("Med en gang") if at_once else dates.day(oslo_date(form.valid_from)),
        hidden=(("sett", seen), *written(form)),
        previews=tuple(Preview(page, str(PREVIEWS[page])) for page in one.previews),
        preview_url=reverse("preview:page", args=[one]) if one.previews else "",
    )


def written(form: SettingsForm) -> tuple[tuple[str, str], ...]:
    """Return every box of a form as it was filled in."""
    return tuple((name, text) for name in form.fields for text in form.data.getlist(name))


def history(actor: Actor, clinic_id: int, one: Section, found: Page[Change], now: datetime) -> HistoryPage:
    """Put a page of a capability's history into words."""
    said, today = said_names(actor, clinic_id, one, now), oslo_date(now)
    return HistoryPage(
        title=labels.kind_label(one.kind) if one.kind else str(one.title),
        back_url=reverse("clinic:settings_section", args=[one]),
        entries=tuple(_entry(row, said, today) for row in found.rows if row.changes),
        previous_url=f"?side={found.previous_key}" if found.previous_key else "",
        next_url=f"?side={found.next_key}" if found.next_key else "",
    )


def _entry(row: Change, said: dict[str, Said], today: Any) -> Entry:
    later = oslo_date(row.valid_from) > oslo_date(row.recorded_at)
    return Entry(
        dates.moment(row.recorded_at, today), row.recorded_by,
        _("Gjelder fra %(day)s") % {"day": dates.day(oslo_date(row.valid_from))} if later else "",
        differences(said, row.changes),
    )  # fmt: skip
