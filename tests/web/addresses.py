"""Every address of the portal, found by walking it, and what is known of each: whose objects fill it, what it takes.

A page that is not in the tables here fails `test_tenancy.py`: whoever adds one says what stands in its address, what a
good form looks like, and what its owner gets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from legesvar.core.actor import Role
from legesvar.core.kinds import Kind
from legesvar.domain.clinics.roles import may
from legesvar.domain.identity.kinds import Audience
from legesvar.web.access import Rule

if TYPE_CHECKING:
    from tests.web.belongings import Belongings

# What stands in addresses and is nobody's: here the kind that the owner's things are of.
COMMON = {"kind": Kind.E_CONSULTATION, "section": "e-konsultasjon-grenser", "language": "nn"}


@dataclass(frozen=True, slots=True)
class Found:
    """One address as the resolver knows it."""

    name: str
    rule: Rule
    variables: tuple[str, ...]
    fixed: tuple[str, ...]
    common: dict[str, str]

    def filled(self, objects: dict[str, Any]) -> str:
        """Give the address with real objects in it."""
        own = {name: objects[f"{self.name}.{name}"] for name in self.variables}
        return reverse(self.name, kwargs={**self.common, **own})

    @property
    def colleague(self) -> str:
        """Name the fixture of a member of staff who may use the page: the doctor, unless doctors may not."""
        permission = self.rule.permission
        return "doctor" if permission is None or may(Role.FASTLEGE, permission) else "administrator"

    @property
    def at_the_clinic(self) -> bool:
        """Say whether a member of staff is who it is for."""
        return self.rule.audience == Audience.CLINIC or self.name.startswith(("clinic_login:", "style:"))

    def allows(self, method: str) -> bool:
        return method in self.rule.methods


def walk() -> list[Found]:
    """Find every address that the portal answers."""
    return sorted(_below(get_resolver(), ()), key=lambda found: found.name)


def in_groups(found: list[Found], size: int = 8) -> pytest.MarkDecorator:
    """Let a test go through several addresses with one patient's things: making those takes longer than asking."""
    groups = [found[first : first + size] for first in range(0, len(found), size)]
    return pytest.mark.parametrize("several", groups, ids=[f"{one[0].name} to {one[-1].name}" for one in groups])


def _below(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[Found]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _below(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield _found(entry, spaces)


def _found(entry: URLPattern, spaces: tuple[str, ...]) -> Found:
    name = ":".join((*spaces, entry.name or ""))
    known = set(getattr(entry.pattern, "converters", {}))
    fixed = tuple(entry.default_args or ())
    common = {variable: value for variable, value in COMMON.items() if variable in known}
    return Found(name, entry.callback.rule, tuple(sorted(known - set(fixed) - set(common))), fixed, common)


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page.

    :param get, post: what its owner is answered; 0 where the page does not take that method
    :param form: a form of the owner's that is good; a value beginning with `=` names an object of `Things`
    :param objects: which of the owner's objects fills each variable of the address
    :param strangers: what others are answered who name the owner's objects
    """

    get: int = 0
    post: int = 0
    form: dict[str, str] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    strangers: frozenset[int] = frozenset({404})


_DIALOGUE = {"dialogue_id": "waiting"}
_PATIENT = {"patient_id": "patient"}
_LIMITS = {
    "character_limit": "700",
    "max_files": "3",
    "answer_days": "4",
    "silence_days": "20",
    "gjelder": "straks",
    "sett": "",
}
_ANSWER = {"action": "answer", "text": "Kom til time.", "seen": "1", "send_key": str(uuid4())}
# The virtual doors: their owner is everybody.
PAGES: dict[str, Page] = {
    "live": Page(get=200),
    "app:manifest": Page(get=200),
    "app:offline": Page(get=200),
    "app:worker": Page(get=200),
    "ready": Page(get=200),
    "language:choose": Page(get=302),
    "login:welcome": Page(get=200),
    "login:door": Page(get=302),
    "login:start": Page(get=403),  # nobody stands at the other end of the tests' provider
    "login:return": Page(get=403),
    "login:ended_by_provider": Page(get=400),
    "login:log_out": Page(get=200, post=200),
    "login:log_out_everywhere": Page(post=200),
    "login:logged_out": Page(get=200),
    "login:left": Page(get=200),
    "login:extend": Page(post=302),
    "login:kept": Page(get=404),
    "clinic_login:work": Page(get=302),
    "clinic_login:door": Page(get=302),
    "clinic_login:start": Page(get=403),
    "clinic_login:return": Page(get=403),
    "clinic_login:ended_by_provider": Page(get=400),
    "clinic_login:log_out": Page(get=200, post=200),
    "clinic_login:log_out_everywhere": Page(post=200),
    "clinic_login:logged_out": Page(get=200),
    "clinic_login:choose": Page(get=200, post=302, form={"staff": "=member"}),
    "clinic_login:left": Page(get=200),
    "clinic_login:extend": Page(post=302),
    "clinic_login:kept": Page(get=404),
    # No clinic has local accounts unless it says so.
    "clinic_login:local": Page(get=302, post=302, form={"email": "ny@legekontoret.no", "password": "feil hest her"}),
    "clinic_login:second": Page(get=302, post=302, form={"code": "123456"}),
    "clinic_login:invitation": Page(get=200, post=200, objects={"token": "invitation_token"}),
    "clinic_login:invitation_password": Page(
        get=404, post=404, objects={"token": "invitation_token"}, form={"new_password": "fire ord her"}
    ),
    "clinic_login:invitation_factor": Page(
        get=404, post=404, objects={"token": "invitation_token"}, form={"code": "123456"}
    ),
    "files:add": Page(post=302, form={"file": "="}),
    # Somebody without a draft is told so, before it is asked whose the file is.
    "files:remove": Page(post=302, objects={"file_id": "drafted_file"}, strangers=frozenset({404, 409})),
    "files:full": Page(get=200, objects={"file_id": "sent_file"}),
    "files:thumbnail": Page(get=200, objects={"file_id": "sent_file"}),
    "files:clinic_full": Page(get=200, objects={"file_id": "sent_file"}),
    "files:clinic_thumbnail": Page(get=200, objects={"file_id": "sent_file"}),
    "patient:inbox": Page(get=200),
    "patient:archive": Page(get=200),
    "patient:start": Page(get=200),
    "patient:begin": Page(get=200),
    "patient:continue": Page(get=302),
    "patient:clinic": Page(get=302, post=302, form={"clinic": "=clinic"}),
    "patient:recipient": Page(get=200, post=302, form={"recipient": "=member"}),
    "patient:fit": Page(get=200, post=302, form={"danger": "nei", "not_urgent": "on"}),
    "patient:call": Page(get=200),
    "patient:price": Page(get=200, post=302, form={"accept": "on", "shown": "=shown"}),
    "patient:message": Page(get=200, post=302, form={"utkast": "=draft", "why": "Jeg hoster."}),
    "patient:review": Page(get=200, post=302, form={"utkast": "=draft"}),
    "patient:sent": Page(get=200, objects=_DIALOGUE),
    "patient:draft": Page(post=200, form={"utkast": "=draft", "why": "Jeg hoster."}),
    "patient:discard": Page(get=200, post=302),
    "patient:dialogue": Page(
        get=200, post=302, objects={"dialogue_id": "open"}, form={"text": "Takk.", "send_key": str(uuid4())}
    ),
    # Nobody has asked about a price, so the page leads back to the dialogue.
    "patient:convert": Page(get=302, post=302, objects={"dialogue_id": "open"}, form={"svar": "nei"}),
    "patient:reply_draft": Page(post=200, objects={"dialogue_id": "open"}, form={"text": "Takk."}),
    "patient:withdraw": Page(get=200, post=302, objects=_DIALOGUE),
    # Whoever is on no list with a doctor gets a draft all the same, and is told why at its first step.
    "patient:begin_again": Page(post=302, objects=_DIALOGUE),
    "patient:ask_about_invoice": Page(post=302, objects={"invoice_id": "invoice"}),
    "patient:dialogue_pdf": Page(get=200, objects=_DIALOGUE),
    "patient:invoice": Page(get=200, objects={"invoice_id": "invoice"}),
    "patient:people": Page(get=200),
    "patient:enter": Page(get=302, objects={"person": "person"}),
    "profile:profile": Page(get=200),
    "profile:email": Page(get=200, post=302, form={"address": "kari.tredje@eksempel.no"}),
    "profile:mobile": Page(get=200, post=302, form={"address": "40 00 00 09"}),
    "profile:code": Page(get=200, post=200, objects={"verification_id": "verification"}, form={"code": "12"}),
    "profile:new_code": Page(post=302, objects={"verification_id": "verification"}),
    # The tests' installation has no key, so nobody can be told by push.
    "profile:push_on": Page(post=404),
    "profile:push_off": Page(post=302, objects={"device_id": "device"}),
    "profile:link": Page(get=200, post=302, objects={"token": "token"}),
    # The clinic is the others' too; what they choose there is their own.
    "profile:channel": Page(
        get=200,
        post=302,
        objects={"clinic_id": "clinic"},
        form={"channel": "sms"},
        strangers=frozenset({200, 302, 404}),
    ),
    "profile:confirm": Page(get=200, post=302),
    "clinic:worklist": Page(get=200),
    "clinic:worklist_refreshed": Page(get=200),
    "clinic:shortcuts": Page(post=302, form={"on": "0"}),
    "clinic:assign": Page(get=200, post=302, objects=_DIALOGUE, form={"to": "=member"}),
    "clinic:forward": Page(get=200, post=302, objects=_DIALOGUE, form={"to": "=member"}),
    "clinic:share": Page(get=200, post=302, objects=_DIALOGUE, form={"to": "=member"}),
    "clinic:undo_handover": Page(post=302, objects={**_DIALOGUE, "handover_id": "handover"}),
    "clinic:note": Page(post=302, objects=_DIALOGUE, form={"note": "Ring henne.", "send_key": str(uuid4())}),
    "clinic:mark_urgent": Page(post=302, objects=_DIALOGUE, form={"urgent": "1"}),
    "clinic:unread": Page(post=302, objects=_DIALOGUE),
    "clinic:here": Page(post=200, objects=_DIALOGUE, form={"doing": "reading", "seen": "1"}),
    "clinic:dialogue": Page(get=200, objects=_DIALOGUE),
    "clinic:codes": Page(get=200),
    "clinic:answer": Page(get=302, post=302, objects=_DIALOGUE, form=_ANSWER),
    "clinic:texts_for_dialogue": Page(get=200, objects=_DIALOGUE),
    "clinic:standard_texts": Page(get=200),
    "clinic:add_standard_text": Page(
        get=200, post=302, form={"owner": "own", "title": "Hvile", "text": "Hei {fornavn}. Ta det med ro."}
    ),
    "clinic:change_standard_text": Page(
        get=200, post=302, objects={"text_id": "standard_text"}, form={"title": "Hvile", "text": "Hvil.", "seen": "1"}
    ),
    "clinic:retire_standard_text": Page(get=200, post=302, objects={"text_id": "standard_text"}),
    # What is sent to a doctor is no inquiry; the page says so, and keeps what was written.
    "clinic:convert": Page(get=200, post=409, objects=_DIALOGUE, form={**_ANSWER, "recipient": "=member"}),
    "clinic:take_back": Page(post=409, objects=_DIALOGUE),
    "clinic:reject": Page(get=200, post=302, objects=_DIALOGUE, form=_ANSWER),
    # An e-consultation is not closed without an answer; the page says so.
    "clinic:close": Page(get=200, post=409, objects=_DIALOGUE, form=_ANSWER),
    "clinic:answer_draft": Page(post=200, objects=_DIALOGUE, form={"text": "Kom til time."}),
    "clinic:exemption": Page(
        get=200, post=302, objects=_DIALOGUE, form={"code": "F", "last_date": "=last_day_of_the_year"}
    ),
    "clinic:journal_pdf": Page(get=200, objects=_DIALOGUE),
    "clinic:correct": Page(
        get=200, post=302, objects={**_DIALOGUE, "entry_id": "entry"}, form={"text": "Det var to uker."}
    ),
    "clinic:notices": Page(get=200),
    "clinic:send_notice_again": Page(post=302, objects={"notice_id": "notice"}),
    "clinic:settings": Page(get=200),
    "clinic:settings_prices": Page(
        get=200,
        post=200,
        form={"code": "2ae", "day": "250", "evening": "", "first_date": "=next_year"},
    ),
    "clinic:settings_days_off": Page(
        get=200, post=302, form={"name": "Kurs", "first": "=next_year", "last": "=next_year"}
    ),
    "clinic:settings_remove_day_off": Page(post=302, objects={"day_id": "day_off"}),
    "clinic:settings_pauses": Page(get=200),
    "clinic:settings_pause": Page(get=200, post=302, form={"reason": "Sykdom.", "day": "=next_year", "clock": "08.00"}),
    "clinic:settings_own_offer": Page(get=200, post=302, form={"offer": "pause", "day": "=next_year"}),
    "clinic:settings_section": Page(get=200, post=200, form=_LIMITS),
    "clinic:settings_history": Page(get=200),
    "clinic:settings_drop": Page(post=404, form={"fra": "2030-01-01T00:00:00+00:00"}),
    "preview:page": Page(post=200, form={**_LIMITS, "side": "beskjed"}),
    "clinic:staff": Page(get=200),
    "clinic:invite": Page(
        get=200,
        post=302,
        form={
            "email": "en.til@legekontoret.no",
            "name": "Nina Ny",
            "role": "vikar",
            "hpr_number": "1234567",
            "specialist": "on",
        },
    ),
    "clinic:ways_in": Page(get=200, post=302, form={"local_accounts": "nei"}),
    "clinic:absences": Page(
        get=200,
        post=422,  # a doctor has their own back for a substitute
        form={"absent": "=member", "first_date": "1.2.2030", "last_date": "2.2.2030", "substitute": "=member"},
    ),
    "clinic:end_absence": Page(post=302, objects={"absence_id": "absence"}),
    "clinic:invitation_again": Page(post=302, objects={"invitation_id": "invitation"}),
    "clinic:invitation_withdraw": Page(post=302, objects={"invitation_id": "invitation"}),
    "clinic:colleague": Page(
        get=200, post=302, objects={"staff_id": "member"}, form={"name": "Lise Lege", "role": "fastlege"}
    ),
    "clinic:new_login": Page(get=200, post=302, objects={"staff_id": "member"}, form={"email": "lise@legekontoret.no"}),
    "clinic:unlock": Page(post=404, objects={"staff_id": "member"}),
    "clinic:remove_colleague": Page(get=200, post=302, objects={"staff_id": "member"}),
    # The doctor comes in by HelseID: what is a local account's is not there.
    "clinic:account": Page(get=200),
    "clinic:change_password": Page(get=404, post=404, form={"password": "a", "new_password": "b"}),
    "clinic:begin_factor": Page(get=404, post=404, form={"password": "a"}),
    "clinic:new_factor": Page(get=404, post=404, form={"code": "123456"}),
    "clinic:remove_factor": Page(get=404, post=404, objects={"factor_id": "device"}, form={"password": "a"}),
    "clinic:new_codes": Page(get=404, post=404, form={"password": "a"}),
    "clinic:search": Page(get=200, post=302, form={"words": "Kari Nordmann", "why": "care"}),
    "clinic:search_results": Page(get=200, objects={"search_id": "search"}, strangers=frozenset({302})),
    "clinic:statistics": Page(get=200),
    "clinic:statistics_csv": Page(get=200),
    "clinic:invoice_pdf": Page(get=200, objects={"invoice_id": "invoice"}),
    "clinic:invoices": Page(get=200, post=200, form={"number": "1"}),
    "clinic:invoice": Page(get=200, objects={"invoice_id": "invoice"}),
    # It is not due yet, and the page says so.
    "clinic:mark_overdue": Page(post=409, objects={"invoice_id": "invoice"}),
    "clinic:settle": Page(post=409, objects={"invoice_id": "invoice"}, form={"how": "paid"}),
    "clinic:credit": Page(get=200, post=302, objects={"invoice_id": "invoice"}, form={"reason": "=credit_reason"}),
    "clinic:patients": Page(get=200, post=200, form={"sok": "nord"}),
    "clinic:new_patient": Page(
        get=200, post=302, form={"number": "=free_number", "name": "Nytt Navnesen", "gp": "ingen"}
    ),
    "clinic:patient": Page(get=200, objects=_PATIENT),
    "clinic:patient_details": Page(get=200, post=302, objects=_PATIENT, form={"name": "Kari Nordmann"}),
    "clinic:patient_gp": Page(get=200, post=302, objects=_PATIENT, form={"gp": "ingen"}),
    "clinic:patient_leaves": Page(get=200, post=302, objects=_PATIENT, form={"why": "moved", "last_day": "=today"}),
    "clinic:patient_comes_back": Page(get=200, post=409, objects=_PATIENT, form={"gp": "ingen"}),
    "clinic:new_representation": Page(
        get=200,
        post=302,
        objects=_PATIENT,
        form={
            "basis": "verge",
            "number": "=free_number",
            "name": "Verge Vergesen",
            "first_date": "=today",
        },
    ),
    "clinic:end_representation": Page(get=200, post=302, objects={**_PATIENT, "representation_id": "representation"}),
    "clinic:write_to_patient": Page(
        get=200,
        post=302,
        objects=_PATIENT,
        form={"kind": "inquiry", "text": "Ring oss.", "reply": "ja", "send_key": str(uuid4())},
    ),
    "clinic:patient_phone": Page(
        get=200,
        post=302,
        objects=_PATIENT,
        form={"kind": "inquiry", "text": "Vil ha time.", "recipient": "legekontoret", "send_key": str(uuid4())},
    ),
    "clinic:patient_phone_entered": Page(get=200, objects={**_PATIENT, **_DIALOGUE}),
    "clinic:imports": Page(get=200, post=200),
    "clinic:import": Page(get=200, post=302, objects={"import_id": "import_id"}, form={"digest": "=digest"}),
    "clinic:import_report": Page(get=200, objects={"import_id": "import_id"}),
    "clinic:patient_trail": Page(get=200, objects=_PATIENT),
    "clinic:dialogue_trail": Page(get=200, objects=_DIALOGUE),
    "patient:trail": Page(get=200),
    # Behind no door, and only for who builds: staff anywhere, or everybody in the demo.
    "style:patient": Page(get=200),
    "style:form": Page(get=200, post=200),
    "style:draft": Page(post=200),
    "style:upload": Page(post=422),
    "style:clinic": Page(get=200),
}


def address_of(found: Found, things: Belongings) -> str:
    """Give an address with somebody's things in it."""
    return found.filled(things.address_objects(found.name, PAGES[found.name].objects))
