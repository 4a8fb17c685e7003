"""Acting for others in a browser: the person stands in the address, on the page and in the trace (ID-6, DIA-1)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_script_prefix
from tests.consultations import Answer, draft, send
from tests.factories.uploads import jpeg
from tests.personas import FURNISHER, LogIn, acting_for, be_born, enlist, let_act
from tests.web.access.test_parked_posts import form_on
from tests.web.access.test_sessions import let_pass
from tests.web.addresses import PAGES, Found, walk
from tests.web.belongings import SECRETS, Belongings, rows_of
from tests.web.patient.test_inbox import counted
from tests.web.patient.walk import Walk, dialogue_id, text_of
from tests.web.test_tenancy import ask

from legesvar.core import clock
from legesvar.core.actor import Actor
from legesvar.core.clock import oslo_date
from legesvar.core.wall import acting_as
from legesvar.domain.audit.models import Entry
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues.models import Dialogue, Draft, Message
from legesvar.domain.identity.models import Person, Session
from legesvar.domain.notifications.models import Notice
from legesvar.domain.patients import commands as patients
from legesvar.domain.patients.kinds import Basis
from legesvar.domain.patients.models import Representation
from legesvar.domain.services.settings import MESSAGE_FIELDS
from legesvar.web.behalf import WRITTEN
from legesvar.web.middleware import FOR_OTHERS
from legesvar.web.patient.dialogue.forms import ReplyForm

BEHIND = [
    found for found in walk() if found.name.startswith(("patient:", "files:")) and found.rule.audience == "patient"
]


def section(found: Found) -> str:
    return found.filled({f"{found.name}.{name}": uuid4() for name in found.variables}).split("/")[1]


FOR_ANOTHER = [found for found in BEHIND if section(found) != "for"]


def prefix(person: Actor) -> str:
    return f"/for/{person.public_id}"


@pytest.fixture
def browser(mother: Actor, logged_in: LogIn) -> Client:
    """The mother's, logged in as herself."""
    return logged_in(mother)


class ForAnother(Client):
    """A browser in which every address is that of somebody else's pages."""

    def __init__(self, inner: Client, person: Actor) -> None:
        super().__init__()
        self.cookies, self.prefix = inner.cookies, prefix(person)

    def generic(self, method: str, path: str, *args, **options):
        return super().generic(method, path if path.startswith("/for/") else self.prefix + path, *args, **options)


@pytest.fixture
def walk_for_child(tariff: None, browser: Client, mother: Actor, child: Actor, clinic: Clinic) -> Walk:
    """The mother on her way to an e-consultation for the child."""
    return Walk(ForAnother(browser, child), acting_for(child, clinic.id, by=mother))


def test_the_choice_shows_oneself_and_those_one_may_act_for(browser: Client, child: Actor, sibling: Actor) -> None:
    page = browser.get("/for/")
    said = text_of(page)
    assert "Mona Nordmann Deg selv" in said
    assert "Lina Nordmann 12 år" in said
    assert sibling.name not in said
    assert f'href="{prefix(child)}/innboks/"' in page.content.decode()
    assert "Du handler på vegne av" not in said


def test_a_fullmakt_says_what_it_is_for(
    patient: Actor, other_patient: Actor, clinic: Clinic, logged_in: LogIn, now: datetime
) -> None:
    services = ("invoices", "e_consultation")
    let_act(other_patient, patient, clinic, now, basis=Basis.FULLMAKT, services=services)
    assert "Gjelder e-konsultasjon og fakturaer." in text_of(logged_in(other_patient).get("/for/"))


def test_who_acts_for_nobody_is_told_how_one_comes_to(logged_in: LogIn, patient: Actor) -> None:
    said = text_of(logged_in(patient).get("/for/"))
    assert "Ingen legekontor har registrert at du kan handle på vegne av noen." in said
    assert "Det er legekontoret som registrerer dette." in said


def test_a_parent_on_no_list_is_led_to_the_child(
    logged_in: LogIn, unlisted: Actor, child: Actor, clinic: Clinic, now: datetime
) -> None:
    let_act(unlisted, child, clinic, now)
    client = logged_in(unlisted)
    assert 'href="/for/"' in client.get("/innboks/").content.decode()
    said = text_of(client.get("/for/"))
    assert "Lina Nordmann" in said
    assert "Deg selv" not in said
    assert client.get(f"{prefix(child)}/innboks/").status_code == 200


def test_the_persons_own_address_leads_on(browser: Client, mother: Actor, child: Actor) -> None:
    assert browser.get(f"{prefix(child)}/")["Location"] == f"{prefix(child)}/innboks/"
    assert browser.get(f"{prefix(mother)}/")["Location"] == "/innboks/"
    assert browser.get(f"{prefix(child)}/innboks")["Location"] == f"{prefix(child)}/innboks/"


def test_every_page_says_whom_it_is_about_and_leads_nowhere_else(
    walk_for_child: Walk, child: Actor, doctor: Actor
) -> None:
    walk_for_child.to_review(doctor)
    client = walk_for_child.client
    steps = ("", "mottaker/", "passer-det/", "pris/", "beskjed/", "se-over/", "slett/")
    pages = ["/innboks/", "/innboks/arkiv/", "/start/", *(f"/start/e-konsultasjon/{step}" for step in steps)]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "Du handler på vegne av Lina Nordmann Bytt person" in text_of(page), address
        links = set(re.findall(r'(?:href|action|data-[a-z-]*url)="(/[^"]*)"', page.content.decode()))
        apart = {"/for/", "/profil/", "/logg-ut/", "/okt/", "/okt/forleng/", "/demo/", "/manifest.webmanifest"}
        astray = {
            link for link in links - apart
            if not link.startswith((f"{prefix(child)}/", "/static/", "/logg-inn/?"))
            and not re.fullmatch(rf"/sprak/(nb|nn|en)/\?neste={prefix(child)}/.*", link)
        }  # fmt: skip
        assert astray == set(), address


def test_a_mother_writes_for_the_child_and_both_names_stand_everywhere(
    walk_for_child: Walk, mother: Actor, child: Actor, doctor: Actor, answer: Answer
) -> None:
    walk_for_child.to_review(doctor, "Lina har feber.")
    review = text_of(walk_for_child.get("se-over/"))
    assert "Du betaler ikke egenandel" in review or "0 kroner" in review
    assert "e-post til m••••@eksempel.no" in review
    answered = walk_for_child.send()
    assert answered["Location"].startswith(f"{prefix(child)}/start/")
    number = dialogue_id(answered)
    assert "e-post til m••••@eksempel.no" in text_of(walk_for_child.client.get(answered["Location"]))
    with acting_as(child):
        message = Message.objects.get(dialogue__public_id=number)
        assert (message.author_name, message.author_person_id) == ("Mona Nordmann for Lina Nordmann", mother.person_id)
        events = Entry.objects.filter(person_id=child.person_id, acting_person_id=mother.person_id)
        assert {entry.actor_name for entry in events} == {"Mona Nordmann for Lina Nordmann"}
        dialogue = Dialogue.objects.get(public_id=number)
    answer(doctor, dialogue, close=False)
    with acting_as(FURNISHER):
        assert Notice.objects.get().reader_id == mother.person_id
    page = walk_for_child.client.get(f"/dialog/{number}/")
    assert "Mona Nordmann for Lina Nordmann" in text_of(page)
    replied = walk_for_child.client.post(f"/dialog/{number}/", {"text": "Takk!", "send_key": str(uuid4())})
    assert replied["Location"].startswith(f"{prefix(child)}/dialog/{number}/")


def test_the_child_sees_what_the_mother_wrote_and_the_mother_has_nothing_of_it_among_her_own(
    walk_for_child: Walk, browser: Client, child: Actor, doctor: Actor, logged_in: LogIn
) -> None:
    number = dialogue_id(walk_for_child.to_review(doctor, "Lina har feber.").send())
    assert "Lina har feber." in text_of(logged_in(child).get(f"/dialog/{number}/"))
    assert browser.get(f"/dialog/{number}/").status_code == 404
    assert str(number) not in browser.get("/innboks/").content.decode()
    assert str(number) in walk_for_child.client.get("/innboks/").content.decode()


def test_each_ones_pages_count_what_is_unread_of_theirs(
    walk_for_child: Walk, browser: Client, doctor: Actor, answer: Answer
) -> None:
    number = dialogue_id(walk_for_child.to_review(doctor, "Lina har feber.").send())
    with acting_as(doctor):
        sent = Dialogue.objects.get(public_id=number)
    answer(doctor, sent, close=False)
    own, of_the_child = browser, walk_for_child.client
    assert [counted(client, "/innboks/") for client in (own, of_the_child)] == [set(), {"1"}]
    of_the_child.get(f"/dialog/{number}/")
    assert [counted(client, "/innboks/") for client in (own, of_the_child)] == [set(), set()]


def test_a_picture_is_sent_and_seen_under_the_childs_address(
    walk_for_child: Walk, own_store: None, child: Actor, doctor: Actor, browser: Client
) -> None:
    walk_for_child.to_price(doctor)
    file = SimpleUploadedFile("utslett.jpg", jpeg(), "image/jpeg")
    added = walk_for_child.client.post(
        "/start/e-konsultasjon/bilde/", {"file": file}, headers={"accept": "application/json"}
    )
    assert added.status_code == 201
    url = added.json()["url"]
    assert url.startswith(f"{prefix(child)}/fil/")
    shown = browser.get(url)
    assert b"".join(shown.streaming_content)
    assert browser.get(url.removeprefix(prefix(child))).status_code == 404


def test_two_tabs_for_two_people_never_mix(
    walk_for_child: Walk, browser: Client, mother: Actor, sibling: Actor, clinic: Clinic, doctor: Actor, now: datetime
) -> None:
    let_act(mother, sibling, clinic, now)
    other = Walk(ForAnother(browser, sibling), acting_for(sibling, clinic.id, by=mother))
    own = Walk(browser, mother)
    for tab in (walk_for_child, other, own):
        tab.to_price(doctor)
    for tab, words in ((other, "Jonas hoster."), (walk_for_child, "Lina har feber."), (own, "Jeg er sliten.")):
        tab.write(why=words)
    for tab, words in ((walk_for_child, "Lina har feber."), (own, "Jeg er sliten."), (other, "Jonas hoster.")):
        assert tab.draft.texts == {"why": words}
        assert words in text_of(tab.get("se-over/"))
    other.send()
    with acting_as(FURNISHER):
        assert list(Message.objects.values_list("text", "person_id")) == [("Jonas hoster.", sibling.person_id)]
        assert Draft.objects.count() == 2


def test_a_draft_of_one_is_not_sent_under_anothers_address(
    walk_for_child: Walk, browser: Client, mother: Actor, sibling: Actor, clinic: Clinic, doctor: Actor, now: datetime
) -> None:
    let_act(mother, sibling, clinic, now)
    walk_for_child.to_review(doctor)
    form = {"utkast": str(walk_for_child.draft.public_id), "why": "x"}
    for tab in (browser, ForAnother(browser, sibling)):
        for step in ("se-over/", "utkast/", "beskjed/"):
            assert tab.post(f"/start/e-konsultasjon/{step}", form).status_code in {302, 409}
    with acting_as(FURNISHER):
        assert Dialogue.objects.count() == 0
    assert walk_for_child.draft.texts == {"why": "Jeg har hostet i tre uker."}


@pytest.mark.parametrize("found", FOR_ANOTHER, ids=[found.name for found in FOR_ANOTHER])
def test_whoever_may_not_act_for_a_person_finds_none_of_their_pages(
    found, belongings: Belongings, patient: Actor, mother: Actor, other_patient: Actor, unlisted: Actor,
    foreign_patient: Actor, doctor: Actor, logged_in: LogIn,
) -> None:  # fmt: skip
    before = rows_of(patient)
    for actor in (mother, other_patient, unlisted, foreign_patient, patient):
        for method in found.rule.methods:
            answer = ask(logged_in(actor), found, method, belongings, before=prefix(patient))
            assert answer.status_code == 404, (actor.name, method)
            assert not [secret for secret in SECRETS if secret in answer.read.decode()]
    for client in (Client(), logged_in(doctor)):
        answer = ask(client, found, found.rule.methods[0], belongings, before=prefix(patient))
        assert answer.status_code in {302, 303, 401}
    assert rows_of(patient) == before
    with acting_as(FURNISHER):
        traced = Entry.objects.filter(event="access_refused")
        assert {(entry.details["reason"], entry.details["asked"][0]) for entry in traced} == {
            ("not_representing", str(patient.public_id))
        }


@pytest.mark.parametrize("found", FOR_ANOTHER, ids=[found.name for found in FOR_ANOTHER])
def test_whoever_may_act_for_a_person_gets_what_the_person_gets_but_for_the_drafts(
    found, belongings: Belongings, patient: Actor, other_patient: Actor, clinic: Clinic, logged_in: LogIn, now: datetime
) -> None:
    let_act(other_patient, patient, clinic, now, basis=Basis.GUARDIAN)
    answer = ask(logged_in(other_patient), found, "GET", belongings, before=prefix(patient))
    # Somebody's draft is theirs alone, so the steps that need one lead back to the first.
    assert answer.status_code in {PAGES[found.name].get or 405, 302}


@pytest.mark.parametrize(
    "address",
    [
        "/logg-ut/", "/logg-ut/overalt/", "/okt/", "/okt/forleng/", "/fortsett/", "/profil/", "/logg-inn/", "/",
        "/for/", "/stil/", "/demo/", "/helse/live", "/klinikk/arbeidsliste/", "/klinikk/fil/{0}/",
        "/static/css/base.css", "/innboks/../okt/", "/for/{0}/innboks/",
    ],
)  # fmt: skip
def test_what_is_ones_own_is_not_to_be_had_for_another(
    address: str, browser: Client, child: Actor, doctor: Actor, logged_in: LogIn
) -> None:
    logged_in(doctor, browser)
    for ask_for in (browser.get, browser.post):
        if address != "/":
            assert ask_for(prefix(child) + address.format(child.public_id)).status_code == 404
    assert Session.objects.filter(ended_at=None).count() == 2


@pytest.mark.parametrize(
    "person", [str(UUID(int=7)), "0", "lina", str(UUID(int=0)), "%00", "0190A8A0-0000-7000-8000-00000000000A", "..%2f"]
)
def test_an_unknown_person_is_not_found(person: str, browser: Client) -> None:
    assert browser.get(f"/for/{person}/innboks/").status_code == 404
    assert browser.post(f"/for/{person}/start/e-konsultasjon/utkast/", {"why": "x"}).status_code == 404


def test_the_address_of_one_request_is_not_left_for_the_next(browser: Client, child: Actor) -> None:
    browser.get(f"{prefix(child)}/innboks/")
    assert get_script_prefix() == "/"
    assert prefix(child) not in browser.get("/innboks/").content.decode()
    browser.get(f"{prefix(child)}/dialog/{uuid4()}/")
    assert get_script_prefix() == "/"


def end(child: Actor, now: datetime) -> None:
    with acting_as(FURNISHER):
        found = Representation.objects.get(person_id=child.person_id)
        patients.end_representation(actor=FURNISHER, representation_id=found.public_id, now=now)


def test_an_ended_representation_ends_in_the_running_session_and_gives_back_what_was_written(
    walk_for_child: Walk, child: Actor, doctor: Actor, now: datetime
) -> None:
    walk_for_child.to_price(doctor)
    draft_id = str(walk_for_child.draft.public_id)
    end(child, now)
    words = "Lina har hatt feber i fire dager nå."
    page = walk_for_child.post("beskjed/", utkast=draft_id, why=words)
    assert page.status_code == 403
    assert "Du kan ikke lenger handle på vegne av Lina Nordmann" in text_of(page)
    assert words in text_of(page)
    assert draft_id not in page.content.decode()
    assert "Du handler på vegne av" not in text_of(page)
    assert walk_for_child.client.get("/innboks/").status_code == 403
    typed = walk_for_child.client.post(
        "/start/e-konsultasjon/utkast/", {"utkast": draft_id, "why": "x"}, headers={"accept": "application/json"}
    )
    assert typed.status_code == 403
    with acting_as(FURNISHER):
        assert Draft.objects.get().texts == {}


def test_at_midnight_of_the_sixteenth_birthday_a_running_session_ends_its_acting(
    monkeypatch: pytest.MonkeyPatch, clinic: Clinic, doctor: Actor, mother: Actor, logged_in: LogIn
) -> None:
    midnight = datetime(2027, 3, 27, 23, 0, tzinfo=UTC)  # 28 March in Oslo, the day summer time begins
    before = midnight - timedelta(seconds=1)
    teenager = enlist(be_born("Tuva Snart", oslo_date(midnight).replace(year=2011)), clinic, doctor)
    monkeypatch.setattr(clock, "now", lambda: before)
    let_act(mother, teenager, clinic, before)
    client = logged_in(mother)
    assert client.get(f"{prefix(teenager)}/innboks/").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: midnight)
    assert client.get(f"{prefix(teenager)}/innboks/").status_code == 403
    assert client.get("/innboks/").status_code == 200
    assert "Tuva Snart" not in text_of(client.get("/for/"))


@pytest.fixture
def own_walk(tariff: None, child: Actor, mother: Actor, logged_in: LogIn) -> Walk:
    """The child of twelve by itself."""
    Person.objects.filter(id=child.person_id).update(mobile="+4740000008")
    return Walk(logged_in(child), child)


def test_a_child_of_twelve_may_hide_what_it_sends(
    own_walk: Walk, browser: Client, child: Actor, doctor: Actor, logged_in: LogIn
) -> None:
    own_walk.to_review(doctor, "Jeg er redd.")
    assert "Skjul samtalen for foreldrene mine" in text_of(own_walk.get("se-over/"))
    sent = own_walk.post("se-over/", utkast=str(own_walk.draft.public_id), hidden="on")
    number = dialogue_id(sent)
    assert "Samtalen er skjult for foreldrene dine" in text_of(own_walk.client.get(f"/dialog/{number}/"))
    assert browser.get(f"{prefix(child)}/dialog/{number}/").status_code == 404
    assert str(number) not in browser.get(f"{prefix(child)}/innboks/").content.decode()
    assert "Skjult for foreldre" in text_of(logged_in(doctor).get(f"/klinikk/dialog/{number}/"))


def test_without_the_tick_parents_see_it(own_walk: Walk, browser: Client, child: Actor, doctor: Actor) -> None:
    number = dialogue_id(own_walk.to_review(doctor, "Jeg er forkjølet.").send())
    assert "skjult for foreldrene" not in text_of(own_walk.client.get(f"/dialog/{number}/"))
    assert "Jeg er forkjølet." in text_of(browser.get(f"{prefix(child)}/dialog/{number}/"))


def test_nobody_else_is_offered_to_hide(walk: Walk, walk_for_child: Walk, doctor: Actor) -> None:
    for way in (walk, walk_for_child):
        assert "Skjul samtalen" not in text_of(way.to_review(doctor).get("se-over/"))
        refused = way.post("se-over/", utkast=str(way.draft.public_id), hidden="on")
        assert refused["Location"].endswith("/se-over/?endret=1")
    with acting_as(FURNISHER):
        assert Dialogue.objects.count() == 0


def test_somebody_elses_archive_is_theirs(
    mother: Actor, child: Actor, clinic: Clinic, doctor: Actor, tariff: None, browser: Client, answer: Answer, now
) -> None:
    dialogue = send(child, draft(child, clinic, doctor, now), now)
    answer(doctor, dialogue, close=True)
    address = f"{prefix(child)}/dialog/{dialogue.public_id}/"
    assert f'href="{address}"' in browser.get(f"{prefix(child)}/innboks/").content.decode()
    assert browser.get(address).status_code == 200
    assert f'href="{address}"' in browser.get(f"{prefix(child)}/innboks/arkiv/").content.decode()
    assert "Du har ingen samtaler i arkivet." in text_of(browser.get("/innboks/arkiv/"))


def test_a_form_that_came_too_late_is_sent_for_the_same_person(
    walk_for_child: Walk, browser: Client, child: Actor, mother: Actor, doctor: Actor, logged_in: LogIn
) -> None:
    walk_for_child.to_price(doctor)
    form = {"utkast": str(walk_for_child.draft.public_id), "why": "Lina har hatt feber i fire dager nå."}
    let_pass(minutes=31)
    address = f"{prefix(child)}/start/e-konsultasjon/beskjed/"
    assert browser.post(address, form).status_code == 303
    logged_in(mother, browser)
    page = browser.get("/fortsett/").content.decode()
    assert f'action="{address}"' in page
    assert browser.post(address, {name: values[0] for name, values in form_on(page).items()}).status_code == 302
    assert walk_for_child.draft.texts == {"why": form["why"]}


def test_what_is_given_back_is_all_that_can_be_written() -> None:
    assert {*MESSAGE_FIELDS, *ReplyForm.base_fields} == WRITTEN


def test_the_sections_that_may_be_used_for_another_are_the_patients_own() -> None:
    assert {section(found) for found in BEHIND} - {"for"} == FOR_OTHERS
