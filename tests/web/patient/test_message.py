"""Step 4: what is written is never lost, counted as a person counts, and shown as text (START-6, START-7, START-9)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries
from tests.factories import uploads
from tests.personas import LogIn
from tests.web.patient.conftest import Setter
from tests.web.patient.test_inbox import DOOR
from tests.web.patient.walk import START, Walk, text_of

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.domain.dialogues.models import Draft
from legesvar.domain.identity.models import Session

NOWHERE = "00000000-0000-7000-8000-000000000000"
KEPT_BESIDE = "Du har skrevet i utkastet et annet sted også. Gå videre, så tar vi vare på begge tekstene."
TOO_LONG = "Beskjeden kan ha høyst 500 tegn. Du har skrevet 501."


@pytest.fixture
def ready(walk: Walk, doctor: Actor) -> Walk:
    """The patient, with the message before them."""
    return walk.to_price(doctor)


def test_the_page_has_counter_hint_and_emergency_numbers(ready: Walk) -> None:
    page = ready.get("beskjed/")
    assert 'data-count-of="id_why" data-limit="500"' in page.content.decode()
    assert f'data-autosave-url="{START}utkast/"' in page.content.decode()
    assert "Skriv hvilke plager du har, når de startet" in text_of(page)
    assert "Inntil 5 filer på høyst 20 MB hver. Bilder (JPEG, PNG, HEIC, WebP, GIF) eller PDF." in text_of(page)
    assert 'data-color="warning"' in page.content.decode()
    assert "Står det om liv? Ring 113 Trenger du lege nå? Ring legevakt på 116 117 Beskjed" in text_of(page)


def test_five_hundred_characters_with_line_breaks_as_browsers_send_them_fit(ready: Walk) -> None:
    text = "\r\n".join(["fire"] * 100)  # 400 letters and 99 breaks, each one character to a person
    assert ready.write(why=text + "!").headers["Location"] == START + "se-over/"
    response = ready.write(why=text + "!!")
    assert TOO_LONG in text_of(response)
    assert "<title>Feil:" in response.content.decode()


def test_an_emoji_of_many_parts_is_one_character(ready: Walk) -> None:
    assert ready.write(why="👩‍👩‍👧‍👦" * 500).status_code == 302
    assert TOO_LONG in text_of(ready.write(why="👩‍👩‍👧‍👦" * 501))


def test_a_text_that_is_too_long_is_kept_and_shown(ready: Walk) -> None:
    text = "Jeg hoster. " * 100
    response = ready.write(why=text)
    assert text in response.content.decode()
    assert ready.draft.texts == {"why": text}
    assert ready.get("se-over/").headers["Location"] == START + "beskjed/?mangler=1"


@pytest.mark.parametrize("fields", [{}, {"why": ""}, {"why": " \r\n\t "}, {"why": "\u200b\u00a0"}])
def test_an_empty_message_is_refused_in_words(ready: Walk, fields: dict[str, str]) -> None:
    response = ready.write(**fields)
    assert "Skriv en beskjed til legen." in text_of(response)
    assert 'href="#id_why"' in response.content.decode()


def test_null_bytes_are_told_about_and_the_rest_is_kept(ready: Walk) -> None:
    response = ready.write(why="Hei\0 du")
    assert "tegn vi ikke kan lagre" in text_of(response)
    assert "Hei du" in response.content.decode()
    assert "\0" not in response.content.decode()
    assert ready.draft.texts == {"why": "Hei du"}


def test_script_tags_are_text(ready: Walk) -> None:
    attack = "</textarea><script>alert(1)</script>"
    ready.write(why=attack)
    for step in ("beskjed/", "se-over/"):
        assert "<script>alert" not in ready.get(step).content.decode()
    assert attack in text_of(ready.get("se-over/"))


def test_three_fields_share_one_limit(ready: Walk, services: Setter) -> None:
    services(three_fields=True, field_labels=("Hvorfor?", "Plager?", "Hverdagen?"))
    page = ready.get("beskjed/").content.decode()
    assert 'data-count-of="id_why id_symptoms id_everyday" data-limit="500"' in page
    response = ready.write(why="a" * 200, symptoms="b" * 200, everyday="c" * 101)
    assert "Beskjeden kan ha høyst 500 tegn til sammen. Du har skrevet 501." in text_of(response)
    response = ready.write(why="a", symptoms="", everyday="c")
    assert "Svar på «Plager?»." in text_of(response)
    assert ready.write(why="a" * 200, symptoms="b" * 200, everyday="c" * 100).status_code == 302
    review = text_of(ready.get("se-over/"))
    assert "Hvorfor? " + "a" * 200 in review
    assert "Hverdagen? " + "c" * 100 in review


def test_three_fields_that_become_one_lose_nothing(ready: Walk, services: Setter) -> None:
    services(three_fields=True)
    ready.write(why="Derfor.", symptoms="Hoste.", everyday="Sover dårlig.")
    services(three_fields=False)
    page = ready.get("beskjed/").content.decode()
    assert "Derfor.\n\nHoste.\n\nSover dårlig." in page


@pytest.mark.parametrize("wanted", [("forrige", "/start/e-konsultasjon/pris/"), ("senere", "/innboks/")])
def test_going_back_or_away_saves_what_was_written(ready: Walk, wanted: tuple[str, str]) -> None:
    response = ready.write(why="Halvferdig", til=wanted[0])
    assert response.headers["Location"] == wanted[1]
    assert ready.draft.texts == {"why": "Halvferdig"}


def test_going_on_leads_to_where_it_was_left(ready: Walk) -> None:
    assert ready.get("fortsett/").headers["Location"] == START + "beskjed/"
    ready.write(why="Hei")
    assert ready.get("fortsett/").headers["Location"] == START + "se-over/"
    assert "Du har et utkast" in text_of(ready.get(""))


def test_what_is_changed_from_the_last_page_leads_back_there(ready: Walk) -> None:
    ready.write(why="Hei")
    response = ready.post("beskjed/?endre=1", utkast=str(ready.draft.public_id), why="Hei igjen")
    assert response.headers["Location"] == START + "se-over/"
    response = ready.post("passer-det/?endre=1", danger="nei", not_urgent="on")
    assert response.headers["Location"] == START + "se-over/"


# -- saved while somebody writes


def autosave(walk: Walk, draft_id: object, **fields: str) -> tuple[int, dict[str, object]]:
    response = walk.client.post(
        START + "utkast/", {"utkast": str(draft_id), **fields}, headers={"accept": "application/json"}
    )
    return response.status_code, json.loads(response.content)


def test_what_is_written_is_saved_with_the_time(ready: Walk) -> None:
    status, answer = autosave(ready, ready.draft.public_id, why="Jeg skriver fortsatt")
    assert status == 200
    assert len(str(answer["time"])) == 5
    assert 0 < int(str(answer["left"])) <= 30 * 60
    assert ready.draft.texts == {"why": "Jeg skriver fortsatt"}


def test_saving_costs_two_queries(ready: Walk, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    draft_id = ready.draft.public_id
    find_and_lock, write, savepoint_of_the_command = 1, 1, 2
    with django_assert_num_queries(DOOR + find_and_lock + write + savepoint_of_the_command):
        autosave(ready, draft_id, why="Hei")


def test_a_window_left_open_writes_into_no_newer_draft(ready: Walk, doctor: Actor) -> None:
    old = ready.draft.public_id
    ready.write(why="Den første")
    ready.send()
    ready.to_recipient(doctor)
    assert autosave(ready, old, why="Den første, igjen")[0] == 409
    assert ready.draft.texts == {}


def test_nothing_is_saved_for_a_draft_that_is_somebody_elses(
    ready: Walk, other_patient: Actor, logged_in: LogIn
) -> None:
    stranger = Walk(logged_in(other_patient), other_patient)
    assert autosave(stranger, ready.draft.public_id, why="Kapret")[0] == 409
    assert ready.draft.texts == {}


@pytest.mark.parametrize("draft_id", ["", "tull", "\0", NOWHERE])
def test_a_draft_that_is_none_is_not_found(ready: Walk, draft_id: object) -> None:
    response = ready.client.post(START + "utkast/", {"utkast": str(draft_id), "why": "Hei"})
    assert response.status_code in {404, 409}
    assert ready.draft.texts == {}


def test_saving_after_the_session_is_over_says_so_to_the_script(ready: Walk) -> None:
    draft_id = ready.draft.public_id
    ready.client.post("/logg-ut/")
    assert autosave(ready, draft_id, why="For sent") == (401, {"left": 0})


def test_typing_puts_off_the_end_of_the_session(ready: Walk, now: datetime) -> None:
    Session.objects.update(seen_at=now - timedelta(minutes=20))
    autosave(ready, ready.draft.public_id, why="Jeg er her fortsatt")
    assert Session.objects.get().seen_at >= now - timedelta(seconds=5)


def test_typing_never_puts_it_off_beyond_two_hours(ready: Walk, now: datetime) -> None:
    draft_id = ready.draft.public_id
    Session.objects.update(started_at=now - timedelta(minutes=115), seen_at=now - timedelta(minutes=2))
    assert int(str(autosave(ready, draft_id, why="Snart slutt")[1]["left"])) <= 5 * 60
    Session.objects.update(started_at=now - timedelta(minutes=121))
    assert autosave(ready, draft_id, why="For sent") == (401, {"left": 0})
    assert ready.draft.texts == {"why": "Snart slutt"}


def test_a_form_sent_after_the_end_is_kept_and_sent_once_after_logging_in(
    ready: Walk, now: datetime, logged_in: LogIn
) -> None:
    draft_id = str(ready.draft.public_id)
    Session.objects.update(seen_at=now - timedelta(minutes=31))
    assert ready.post("beskjed/", utkast=draft_id, why="Skrevet mens økten gikk ut.").status_code == 303
    logged_in(ready.actor, ready.client)
    kept = ready.client.get("/fortsett/")
    assert "Skrevet mens økten gikk ut." in text_of(kept)
    token = re.search(r'name="_parkert" value="([^"]+)"', kept.content.decode())
    assert token
    again = {"utkast": draft_id, "why": "Skrevet mens økten gikk ut.", "_parkert": token[1]}
    assert ready.post("beskjed/", **again).headers["Location"] == START + "se-over/"
    assert ready.draft.texts == {"why": "Skrevet mens økten gikk ut."}
    assert ready.post("beskjed/", **again).status_code == 409


def test_a_form_that_comes_after_the_draft_is_gone_shows_what_was_written(ready: Walk) -> None:
    draft_id = str(ready.draft.public_id)
    ready.post("slett/")
    response = ready.post("beskjed/", utkast=draft_id, why="Dette skrev jeg i det andre vinduet.")
    assert response.status_code == 409
    assert "Utkastet finnes ikke lenger" in text_of(response)
    assert "Dette skrev jeg i det andre vinduet." in text_of(response)
    assert ready.drafts == 0


# -- throwing away


def test_a_draft_is_thrown_away_only_after_asking(ready: Walk) -> None:
    assert "Vil du slette utkastet?" in text_of(ready.get("slett/"))
    assert ready.drafts == 1
    assert ready.post("slett/").headers["Location"] == "/innboks/"
    assert ready.drafts == 0
    assert ready.post("slett/").headers["Location"] == "/innboks/"


def test_nobody_throws_away_anothers_draft(ready: Walk, other_patient: Actor, logged_in: LogIn) -> None:
    logged_in(other_patient).post(START + "slett/")
    assert ready.drafts == 1


# -- pictures, in a browser without scripts


@pytest.fixture
def with_transactions(transactional_db: None) -> None:
    """Files are looked at with no transaction open, so the test holds none either."""


def picture(name: str = "ben.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, uploads.jpeg(), "image/jpeg")


def test_text_and_picture_in_one_form_are_both_kept(with_transactions: None, ready: Walk) -> None:
    response = ready.write(why="Se bildet", file=picture(), til="last-opp")
    assert "ben.jpg" in text_of(response)
    assert "Se bildet" in response.content.decode()
    assert [file.name for file in ready.draft.files] == ["ben.jpg"]
    ready.write(why="Se bildet")
    assert "ben.jpg" in text_of(ready.get("se-over/"))


def test_a_file_that_is_not_taken_is_told_about_and_the_text_kept(with_transactions: None, ready: Walk) -> None:
    lying = SimpleUploadedFile("ben.jpg", b"MZ\x90 not a picture", "image/jpeg")
    response = ready.write(why="Se bildet", file=lying)
    assert response.status_code == 200
    assert "Vi kan ikke ta imot denne typen fil." in text_of(response)
    assert "Se bildet" in response.content.decode()
    assert ready.draft.files == ()
    assert ready.draft.texts == {"why": "Se bildet"}


def test_a_picture_can_be_taken_out_again(with_transactions: None, ready: Walk) -> None:
    ready.write(why="Hei", file=picture(), til="last-opp")
    file_id = str(ready.draft.files[0].public_id)
    for _ in range(2):
        assert ready.write(why="Hei du", fjern=file_id).status_code == 200
    assert ready.draft.files == ()
    assert ready.draft.texts == {"why": "Hei du"}


@pytest.mark.parametrize("file_id", ["", "tull", "\0", NOWHERE])
def test_taking_out_a_file_that_is_none_changes_nothing(ready: Walk, file_id: str) -> None:
    assert ready.write(why="Hei", fjern=file_id).status_code == 200
    assert ready.draft.texts == {"why": "Hei"}


def test_a_sixth_picture_is_refused(with_transactions: None, ready: Walk) -> None:
    for number in range(5):
        file = SimpleUploadedFile(f"{number}.jpg", uploads.jpeg(60 + number), "image/jpeg")
        ready.write(why="Hei", file=file, til="last-opp")
    response = ready.write(why="Hei", file=SimpleUploadedFile("6.jpg", uploads.jpeg(90), "image/jpeg"))
    assert "Du kan legge ved høyst 5 filer." in text_of(response)
    assert len(ready.draft.files) == 5


def test_where_the_clinic_takes_no_pictures_there_is_no_field_for_them(ready: Walk, services: Setter) -> None:
    services(max_files=0)
    assert "data-upload" not in ready.get("beskjed/").content.decode()


def test_a_draft_is_one_however_often_the_first_step_is_sent(walk: Walk, doctor: Actor) -> None:
    for _ in range(3):
        walk.to_recipient(doctor)
    with acting_as(walk.actor):
        assert Draft.objects.count() == 1


def test_a_page_that_was_opened_before_the_last_text_was_saved_loses_nothing(ready: Walk) -> None:
    ready.write(why="Jeg har hostet i tre uker.", til="senere")
    answer = ready.write(why="  ")
    assert "Jeg har hostet i tre uker." in text_of(answer)
    assert "Her er teksten vi har lagret." in text_of(answer)
    assert ready.draft.texts == {"why": "Jeg har hostet i tre uker."}


# -- two pages with the same draft, on two devices or in two tabs


@dataclass
class Window:
    """The message's page as it stands open somewhere, with all that its form holds."""

    walk: Walk
    form: dict[str, str]

    def types(self, **texts: str) -> tuple[int, dict[str, object]]:
        self.form |= texts
        rest = {name: value for name, value in self.form.items() if name != "utkast"}
        return autosave(self.walk, self.form["utkast"], **rest)

    def goes_on(self, step: str = "beskjed/") -> HttpResponse:
        return self.walk.post(step, **self.form)


def window(walk: Walk, step: str = "beskjed/", **texts: str) -> Window:
    """Open the page, and fill its fields."""
    page = walk.get(step).content.decode()
    hidden = re.findall(r'<input type="hidden" name="(utkast|vindu|skrevet)" value="([^"]*)"', page)
    return Window(walk, dict(hidden) | texts)


def test_what_was_written_on_another_device_is_not_laid_over_by_an_old_page(ready: Walk) -> None:
    at_home = window(ready)
    assert at_home.types(why="Jeg hoster.")[0] == 200
    on_the_bus = window(ready, why="Jeg hoster. Det begynte mandag.")
    assert on_the_bus.goes_on()["Location"] == START + "se-over/"

    # Nothing was changed at home, so nothing is lost of what was added on the bus; and it is told.
    answer = at_home.goes_on()
    assert "Her står begge tekstene." in text_of(answer)
    assert ready.draft.texts == {"why": "Jeg hoster. Det begynte mandag."}
    assert "Jeg hoster. Det begynte mandag." in answer.content.decode()


def test_what_was_written_in_two_places_at_once_is_kept_side_by_side(ready: Walk) -> None:
    at_home, on_the_bus = window(ready), window(ready)
    assert at_home.types(why="Jeg hoster.")[0] == 200
    status, answer = on_the_bus.types(why="Jeg har feber.")
    assert (status, answer) == (409, {"error": KEPT_BESIDE})
    assert ready.draft.texts == {"why": "Jeg hoster."}

    page = on_the_bus.goes_on()
    assert "Her står begge tekstene." in text_of(page)
    assert ready.draft.texts == {"why": "Jeg hoster.\n\nJeg har feber."}
    # The page at home is now the old one; and so on, until somebody is content.
    assert "Her står begge tekstene." in text_of(at_home.goes_on())
    assert window(ready, why="Jeg hoster og har feber.").goes_on()["Location"] == START + "se-over/"
    assert ready.draft.texts == {"why": "Jeg hoster og har feber."}


def test_a_page_goes_on_writing_over_its_own_words_though_it_never_heard_that_they_were_saved(ready: Walk) -> None:
    only = window(ready)
    for text in ("Jeg hostet hele natt", "Jeg hoster om natten.", "Om natten hoster jeg."):
        assert only.types(why=text)[0] == 200
    assert only.goes_on()["Location"] == START + "se-over/"
    assert ready.draft.texts == {"why": "Om natten hoster jeg."}


def test_a_text_that_became_another_after_it_was_shown_is_not_sent(ready: Walk) -> None:
    window(ready, why="Jeg hoster.").goes_on()
    last = window(ready, "se-over/")
    window(ready, why="Jeg har feber.").goes_on()
    assert last.goes_on("se-over/")["Location"] == START + "se-over/?endret=1"
    assert "Noe er endret siden du åpnet siden." in text_of(ready.get("se-over/?endret=1"))
    assert window(ready, "se-over/").goes_on("se-over/")["Location"].startswith(START + "sendt/")


@pytest.mark.parametrize("key", ["", "tull", "\0", "x" * 5000])
def test_a_page_that_says_nothing_readable_of_itself_is_stored_as_before(ready: Walk, key: str) -> None:
    ready.write(why="Jeg hoster.")
    assert ready.write(why="Jeg har feber.", vindu=key, skrevet=key)["Location"] == START + "se-over/"
    assert ready.draft.texts == {"why": "Jeg har feber."}


def test_a_picture_on_an_old_page_comes_along_with_its_text(with_transactions: None, ready: Walk) -> None:
    old = window(ready, why="Se bildet.")
    window(ready, why="Jeg hoster.").goes_on()
    old.form["file"] = picture()
    assert "Her står begge tekstene." in text_of(old.goes_on())
    assert ready.draft.texts == {"why": "Jeg hoster.\n\nSe bildet."}
    assert [file.name for file in ready.draft.files] == ["ben.jpg"]
