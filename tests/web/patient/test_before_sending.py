"""What stands before sending: what a clinic asks people to have in order (ID-5), and a wish that is free (START-12)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from tests.personas import FURNISHER, LogIn, acting_for
from tests.web.patient.walk import START, Walk, text_of

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.refusal import Refused
from legesvar.core.wall import acting_as
from legesvar.domain.clinics import commands as clinics
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.commands import drafting, sending
from legesvar.domain.dialogues.models import Dialogue, Draft
from legesvar.domain.files.commands import Stored
from legesvar.domain.identity.models import Person
from legesvar.domain.patients.models import Patient
from legesvar.domain.patients.policies import PrerequisiteRefusal
from legesvar.domain.patients.settings import PatientSettings
from legesvar.domain.services.settings import DEFAULTS, ServiceSettings

E, RX = Kind.E_CONSULTATION, Kind.PRESCRIPTION
WISH = "Kan jeg få fornyet resepten på Levaxin?"
ASKED = "Vil du be om resept?"


def demand(clinic: Clinic, now: datetime, settings: PatientSettings | ServiceSettings) -> None:
    with acting_as(FURNISHER):
        clinics.change_settings(
            actor=FURNISHER, clinic_id=clinic.id, settings=settings, valid_from=now - timedelta(hours=1), now=now
        )


def dialogues() -> int:
    with acting_as(FURNISHER):
        return Dialogue.objects.count()


@pytest.fixture
def mobile_needed(clinic: Clinic, now: datetime) -> None:
    demand(clinic, now, PatientSettings(verified_mobile_for=(E,)))


# -- what must be in order


def test_who_has_not_verified_the_mobile_is_told_so_and_shown_the_way_there_and_back(
    walk: Walk, mobile_needed: None
) -> None:
    assert "mobilnummeret ditt er bekreftet" in text_of(walk.client.get("/start/"))
    page = walk.get("mottaker/")
    assert "mobilnummeret ditt er bekreftet" in text_of(page)
    assert f'href="/profil/?neste={START}mottaker/"' in page.content.decode()
    Person.objects.filter(id=walk.actor.person_id).update(mobile="+4791234567", mobile_verified_at="2026-01-01T00:00Z")
    assert "Neste steg" in text_of(walk.get("mottaker/"))


def test_who_acts_for_another_is_led_to_their_own_profile_and_back(
    mobile_needed: None, tariff: None, child: Actor, mother: Actor, logged_in: LogIn
) -> None:
    address = f"/for/{child.public_id}{START}mottaker/"
    page = logged_in(mother).get(address).content.decode()
    assert f'href="/profil/?neste={address}"' in page
    assert f'href="{address}"' in logged_in(mother).get(f"/profil/?neste={address}").content.decode()


def test_what_is_written_stands_on_the_page_that_says_no(
    walk: Walk, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    walk.to_review(doctor, "Jeg hoster <b>mye</b>.")
    demand(clinic, now, replace(DEFAULTS[E], is_open=False, grace_minutes=0))
    page = walk.get("se-over/")
    assert "Dette har du skrevet" in text_of(page)
    assert "Jeg hoster &lt;b&gt;mye&lt;/b&gt;." in page.content.decode()


def test_another_service_does_not_ask_for_it(walk: Walk, mobile_needed: None, doctor: Actor) -> None:
    assert "Neste steg" in text_of(walk.client.get("/start/resept/mottaker/"))


def test_what_is_asked_for_meanwhile_stops_the_page_and_the_post_and_keeps_the_text(
    walk: Walk, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    walk.to_review(doctor)
    draft = walk.draft
    demand(clinic, now, PatientSettings(verified_mobile_for=(E,)))
    for response in (walk.get("se-over/"), walk.send()):
        assert "mobilnummeret ditt er bekreftet" in text_of(response)
        assert f'href="/profil/?neste={START}se-over/"' in response.content.decode()
    with acting_as(walk.actor), pytest.raises(Refused) as refused:
        sending.send(actor=walk.actor, kind=E, draft_id=draft.public_id, now=now)
    assert refused.value.reason is PrerequisiteRefusal.VERIFIED_MOBILE
    assert (dialogues(), walk.draft.texts) == (0, draft.texts)


def test_the_mobile_is_that_of_who_writes(
    tariff: None, mobile_needed: None, child: Actor, mother: Actor, clinic: Clinic, now: datetime
) -> None:
    as_mother = acting_for(child, clinic.id, by=mother)
    for verified, expected in ((None, PrerequisiteRefusal.VERIFIED_MOBILE), (now, None)):
        Person.objects.filter(id=mother.person_id).update(mobile="+4791234567", mobile_verified_at=verified)
        with acting_as(as_mother):
            place = selectors.patients.listing(as_mother, clinic.id, child.person_id)
            assert selectors.prerequisite(as_mother, place, E, now) == expected


def test_a_number_that_is_not_whole_is_for_the_clinic_to_mend(walk: Walk, clinic: Clinic) -> None:
    with acting_as(FURNISHER):
        Patient.objects.filter(person_id=walk.actor.person_id).update(identity_number="01010000000")
    page = walk.get("mottaker/")
    assert "hele fødselsnummeret ditt" in text_of(page)
    assert "22 00 11 22" in text_of(page)
    assert "Bekreft mobilnummeret" not in text_of(page)


def test_nobody_is_sent_from_the_profile_to_another_house(walk: Walk) -> None:
    for crafted in ("https://ond.example/", "//ond.example/", "/\\ond.example", "javascript:alert(1)", "/klinikk/"):
        page = walk.client.get("/profil/", {"neste": crafted}).content.decode()
        links = [link for link in re.findall(r'href="([^"]*)"', page) if "ond.example" in link or "alert" in link]
        # The choice of language leads back to this very page, whose own address holds what was crafted.
        assert not [link for link in links if not re.match(r"/sprak/(nb|nn|en)/\?neste=/profil/", link)]


# -- a wish for a prescription


def test_a_wish_is_met_with_an_offer_of_the_free_way(walk: Walk, doctor: Actor) -> None:
    walk.to_review(doctor, WISH)
    page = text_of(walk.get("se-over/"))
    assert ASKED in page
    assert WISH in page
    assert "Send til legen" not in page
    assert ASKED in text_of(walk.send())
    assert dialogues() == 0


def test_who_accepts_goes_on_in_the_free_way_with_the_text(walk: Walk, doctor: Actor) -> None:
    walk.to_review(doctor, WISH)
    response = walk.post("se-over/", utkast=str(walk.draft.public_id), til="resept")
    assert response.headers["Location"] == "/start/resept/fortsett/"
    with acting_as(walk.actor):
        draft = Draft.objects.get()
    assert (draft.kind, draft.texts) == (RX, {"medicine_1": WISH})


def test_what_is_turned_is_one_line_in_which_every_word_can_be_read(walk: Walk, doctor: Actor) -> None:
    walk.to_review(doctor, "Hei.\n\nKan jeg få resept på Levaxin?\nTakk")
    walk.post("se-over/", utkast=str(walk.draft.public_id), til="resept")
    with acting_as(walk.actor):
        assert Draft.objects.get().texts == {"medicine_1": "Hei. Kan jeg få resept på Levaxin? Takk"}


@pytest.mark.parametrize(("most", "goes_along"), [(0, 0), (1, 1), (3, 2)])
def test_pictures_go_along_as_far_as_the_other_way_takes_them(
    walk: Walk, doctor: Actor, clinic: Clinic, now: datetime, most: int, goes_along: int
) -> None:
    demand(clinic, now, replace(DEFAULTS[RX], max_files=most))
    walk.to_review(doctor, WISH)
    for n in range(2):
        with acting_as(walk.actor):
            picture = Stored("b.jpg", "image/jpeg", 1, 1, 1, f"{n + 1:064}", f"k{n}")
            drafting.attach(actor=walk.actor, kind=E, stored=picture, most=3, now=now)
    walk.post("se-over/", utkast=str(walk.draft.public_id), til="resept")
    with acting_as(walk.actor):
        found = selectors.draft(walk.actor, RX)
    assert found
    assert len(found.files) == goes_along


def test_who_says_it_is_a_question_is_asked_no_more_and_sends(walk: Walk, doctor: Actor) -> None:
    walk.to_review(doctor, WISH)
    response = walk.post("se-over/", utkast=str(walk.draft.public_id), til="sporsmal")
    assert response.headers["Location"] == START + "se-over/"
    walk.write(why=WISH + " Jeg lurer på dosen.")
    assert ASKED not in text_of(walk.get("se-over/"))
    assert walk.send().headers["Location"].startswith(START + "sendt/")
    assert dialogues() == 1


def test_a_question_about_medicine_is_not_asked_about(walk: Walk, doctor: Actor) -> None:
    walk.to_review(doctor, "Er utslettet en bivirkning av medisinen?")
    assert ASKED not in text_of(walk.get("se-over/"))


def test_where_prescriptions_are_not_to_be_had_nothing_is_offered(
    walk: Walk, doctor: Actor, clinic: Clinic, now: datetime
) -> None:
    demand(clinic, now, replace(DEFAULTS[RX], is_open=False))
    walk.to_review(doctor, WISH)
    assert ASKED not in text_of(walk.get("se-over/"))


@pytest.mark.parametrize("wanted", ["resept", "sporsmal"])
def test_an_old_window_turns_no_newer_draft(walk: Walk, doctor: Actor, wanted: str) -> None:
    walk.to_review(doctor, WISH)
    response = walk.post("se-over/", utkast=str(uuid4()), til=wanted)
    assert response.headers["Location"] == START + "se-over/?endret=1"
    assert not walk.draft.not_a_wish


def test_nobody_turns_anothers_draft(walk: Walk, doctor: Actor, other_patient: Actor, logged_in: LogIn) -> None:
    walk.to_review(doctor, WISH)
    stranger = logged_in(other_patient)
    response = stranger.post(START + "se-over/", {"utkast": str(walk.draft.public_id), "til": "resept"})
    assert response.headers["Location"].startswith(START + "mottaker/")
    assert walk.draft.texts == {"why": WISH}
