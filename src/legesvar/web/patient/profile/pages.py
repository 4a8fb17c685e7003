"""Contact data in finished words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.refusal import Refused
from legesvar.domain.clinics import selectors as clinics
from legesvar.domain.identity import selectors as identity
from legesvar.domain.identity.kinds import ContactKind
from legesvar.domain.identity.policies import Asking
from legesvar.domain.identity.selectors import ContactData, Waiting
from legesvar.domain.identity.settings import CODE_TRIES
from legesvar.domain.patients import selectors as patients
from legesvar.web.app import push_key
from legesvar.web.patient.profile.back import with_back
from legesvar.words import contacts, dates, refusals


@dataclass(frozen=True, slots=True)
class Address:
    """One way to be reached, and how sure we are of it."""

    label: str
    value: str
    status: str
    tone: str
    change_url: str
    change_text: str
    change_what: str


@dataclass(frozen=True, slots=True)
class Preference:
    """How a clinic tells that there is something to read."""

    clinic: str
    choice: str
    change_url: str


@dataclass(frozen=True, slots=True)
class Device:
    """A device that is told by push."""

    name: str
    off_url: str


@dataclass(frozen=True, slots=True)
class Push:
    """Whether devices can be told by push, and which are. `key` is what the browser needs to know us by."""

    key: str
    on_url: str
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """All that /profil/ shows."""

    done: str
    failing: bool
    addresses: tuple[Address, ...]
    preferences: tuple[Preference, ...]
    push: Push | None
    back: str
    back_text: str

    @property
    def unsure(self) -> bool:
        """Say whether an address stands there that the patient has not verified: then the clinic has written it."""
        return any(one.tone == "warning" for one in self.addresses)


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Where a new address is written."""

    title: str
    explanation: str
    button: str
    back_url: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """Where a code is written, or why it no longer can be."""

    sent_to: str
    lasts: str
    also_link: bool
    refused: str
    problem: str
    new_url: str
    back_url: str


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Whether an address is theirs."""

    address: str
    refused: str


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """How one clinic is to tell."""

    clinic: str
    back_url: str


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Whether what we have is still right."""

    rows: tuple[Address, ...]
    failing: bool
    may_confirm: bool
    may_wait: bool
    profile_url: str


def profile(actor: Actor, now: datetime, back: str, asked: QueryDict) -> ProfilePage:
    """Put a person's own contact data into words."""
    data, today = identity.contact_data(actor, actor.person_id or 0), oslo_date(now)
    places = patients.lists(actor, actor.person_id or 0)
    names = {clinic.id: clinic for clinic in clinics.clinics(actor, [place.clinic_id for place in places])}
    return ProfilePage(
        done=_done(asked),
        failing=data.email_failed_at is not None,
        addresses=_addresses(data, today, back),
        preferences=tuple(
            Preference(
                names[place.clinic_id].name, contacts.preference(place.notice_channel),
                with_back(reverse("profile:channel", args=[names[place.clinic_id].public_id]), back),
            )
            for place in places
        ),
        push=_push(actor, today, back),
        back=back,
        back_text=_("Tilbake til utkastet") if back.startswith("/start/") else _("Gå tilbake"),
    )  # fmt: skip


def _push(actor: Actor, today: date, back: str) -> Push | None:
    key = push_key.public()
    if not key:
        return None
    found = identity.devices(actor, actor.person_id or 0)
    return Push(
        key=key,
        on_url=with_back(reverse("profile:push_on"), back),
        devices=tuple(
            Device(
                _("Slått på %(when)s") % {"when": dates.moment_within(device.made_at, today)},
                with_back(reverse("profile:push_off", args=[device.public_id]), back),
            )
            for device in found
        ),
    )


def _done(asked: QueryDict) -> str:
    match asked.get("bekreftet", ""):
        case ContactKind.EMAIL:
            return _("E-postadressen er bekreftet.")
        case ContactKind.MOBILE:
            return _("Mobilnummeret er bekreftet.")
    match asked.get("varsler", ""):
        case "1":
            return _("Du får varsler på denne enheten.")
        case "0":
            return _("Varslene er slått av.")
    return _("Valget er lagret.") if "valgt" in asked else ""


def _addresses(data: ContactData, today: date, back: str) -> tuple[Address, ...]:
    return (
        _address(ContactKind.EMAIL, data.email, data.email_verified_at, data.email_failed_at is not None, today, back),
        _address(ContactKind.MOBILE, data.mobile, data.mobile_verified_at, False, today, back),
    )


def _address(
    kind: ContactKind, value: str, verified_at: datetime | None, failing: bool, today: date, back: str
) -> Address:
    status, tone = contacts.status(value, verified_at, failing=failing, today=today)
    return Address(
        label=contacts.label(kind),
        value=contacts.spoken(kind, value) or _("Ikke lagt inn"),
        status=status,
        tone=tone,
        change_url=with_back(reverse(f"profile:{kind}"), back),
        change_text=_change_text(value, verified_at, failing),
        change_what=contacts.label(kind).lower(),
    )


def _change_text(value: str, verified_at: datetime | None, failing: bool) -> str:
    if not value:
        return _("Legg inn")
    return _("Endre") if verified_at and not failing else _("Bekreft eller endre")


def now_at(data: ContactData, kind: ContactKind) -> str:
    """Return the address there is, to be changed or verified."""
    return data.email if kind is ContactKind.EMAIL else contacts.spoken(kind, data.mobile)


def change(kind: ContactKind, back_url: str) -> ChangePage:
    """Say what will happen when a new address is written."""
    if kind is ContactKind.EMAIL:
        return ChangePage(
            _("E-postadressen din"),
            _("Vi sender en e-post med en lenke og en kode. Adressen blir brukt når du har bekreftet at den er din."),
            _("Send e-post"),
            back_url,
        )
    return ChangePage(
        _("Mobilnummeret ditt"),
        _("Vi sender en kode på SMS. Nummeret blir brukt når du har skrevet koden."),
        _("Send kode"),
        back_url,
    )


def code(waiting: Waiting, now: datetime, back: str) -> CodePage:
    """Say where the code was sent, and how long it works."""
    reason, email = waiting.refusal(now), waiting.kind is ContactKind.EMAIL
    until = dates.moment_within(waiting.expires_at, oslo_date(now))
    sent = _("Vi har sendt en kode på SMS til %(address)s.")
    if email:
        sent = _("Vi har sendt en kode på e-post til %(address)s.")
    left = CODE_TRIES - waiting.tries
    lasts = _("Koden virker til %(until)s.") % {"until": until}
    return CodePage(
        sent_to=sent % {"address": contacts.spoken(waiting.kind, waiting.address)},
        lasts=lasts if left == CODE_TRIES else lasts + " " + _("Du kan prøve %(n)d ganger til.") % {"n": left},
        also_link=email,
        refused=refusals.text(Refused(reason)) if reason else "",
        problem=_undelivered(waiting),
        new_url=with_back(reverse("profile:new_code", args=[waiting.public_id]), back),
        back_url=with_back(reverse("profile:profile"), back),
    )


def _undelivered(waiting: Waiting) -> str:
    if waiting.outcome not in {"rejected_for_good", "no_such_address"}:
        return ""
    return _("Vi fikk ikke sendt koden til denne adressen. Se om den er riktig skrevet.")


def link(waiting: Waiting, now: datetime) -> LinkPage:
    """Ask whether an address is theirs."""
    reason = waiting.refusal(now)
    # Wrong codes lock the codes, not the link.
    closed = reason and reason.value != "contact_locked"
    return LinkPage(waiting.address, refusals.text(Refused(reason)) if reason and closed else "")


def confirm(data: ContactData, now: datetime, profile_url: str, back: str) -> ConfirmPage:
    """Ask whether what we have is still right."""
    return ConfirmPage(
        rows=tuple(row for row in _addresses(data, oslo_date(now), back)),
        failing=data.email_failed_at is not None,
        may_confirm=data.email_failed_at is None,
        may_wait=data.asking(oslo_date(now)) is not Asking.NOW,
        profile_url=with_back(profile_url, back),
    )
