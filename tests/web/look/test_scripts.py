import json
import re
from pathlib import Path

import pytest
from tests.web.look.stage import draw

from legesvar.web.icons import drawn_icon

TABLE = json.loads((Path(__file__).resolve().parents[2] / "core" / "text_counts.json").read_text())
DRAFT, FILES = "/stil/skjema/utkast/", "/stil/skjema/vedlegg/"
pytestmark = pytest.mark.browser


def test_the_browser_counts_what_the_shared_table_says(look):
    page = look.show(draw("form"))
    counted = page.evaluate(
        "async texts => { const {count} = await import('/static/js/count.js'); return texts.map(count) }",
        [row["text"] for row in TABLE],
    )
    assert counted == [row["count"] for row in TABLE]


def test_the_counter_says_how_much_is_left_and_how_much_is_too_much(look):
    page = look.show(draw("form"))
    counter = page.locator("#id_message_count")
    for written, said in [
        ("", "Du har 500 tegn igjen"),
        ("x" * 499, "Du har 1 tegn igjen"),
        ("x" * 501, "Du har skrevet 1 tegn for mye"),
        ("👩‍👩‍👧 \n" + "x" * 510, "Du har skrevet 13 tegn for mye"),
    ]:
        page.fill("#id_message", written)
        assert counter.inner_text() == said


@pytest.mark.parametrize("look", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_the_counter_tells_the_limit_and_files_have_a_button(look):
    page = look.show(draw("form"))
    assert page.inner_text("#id_message_count") == "Du kan skrive høyst 500 tegn."
    assert page.get_by_role("button", name="Last opp").is_visible()


def test_the_list_of_errors_gets_the_focus_and_leads_to_the_field(look):
    page = look.show(draw("form", refused=True))
    assert page.title().startswith("Feil: ")
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    page.get_by_role("link", name="Velg hvem du vil skrive til.").click()
    assert page.evaluate("document.activeElement.id") == "id_recipient_0"


def test_a_draft_is_saved_when_something_changed_and_never_else(look):
    look.answer(DRAFT, time="09.59", left=1800)
    page = look.show(draw("form"))
    page.focus("#id_message")
    page.focus("#id_since")
    page.fill("#id_message", "Hei")
    page.focus("#id_since")
    page.get_by_text("Utkast lagret kl. 09.59").wait_for()
    page.focus("#id_message")
    page.focus("#id_since")
    page.wait_for_timeout(900)
    assert look.asked.count(("POST", DRAFT)) == 1


def test_who_writes_without_a_pause_is_saved_all_the_same(look):
    look.answer(DRAFT, time="09.59", left=1800)
    page = look.show(draw("form"))
    page.focus("#id_message")
    for _ in range(16):
        page.keyboard.type("a")
        page.wait_for_timeout(400)
    assert look.asked.count(("POST", DRAFT)) == 1


def leaves(page) -> list[str]:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.close(run_before_unload=True)
    page.wait_for_event("close")
    return asked


@pytest.mark.parametrize(("status", "asked"), [(500, ["beforeunload"]), (403, ["beforeunload"]), (200, [])])
def test_who_leaves_what_cannot_be_saved_is_asked_first(look, status, asked):
    look.answer(DRAFT, status=status, time="09.59", left=1800)
    page = look.show(draw("form"))
    page.click("#id_message")
    page.keyboard.type("Hei")
    page.focus("#id_since")
    page.locator("[data-draft-status][data-trouble]" if asked else "text=Utkast lagret kl. 09.59").wait_for()
    assert leaves(page) == asked


def test_who_may_write_no_longer_is_told_so(look):
    look.answer(DRAFT, status=403)
    page = look.show(draw("form"))
    page.fill("#id_message", "Hei")
    page.focus("#id_since")
    page.get_by_text("Du har ikke lenger tilgang til å skrive her.").wait_for()


def test_no_draft_is_saved_after_the_form_is_sent(look):
    look.answer(DRAFT, time="08.31")
    page = look.show(draw("form"))
    page.fill("#id_message", "Hei")
    page.get_by_role("button", name="Neste steg").click()
    page.wait_for_timeout(2500)
    assert ("POST", DRAFT) not in look.asked


def test_a_draft_that_finds_nobody_logged_in_says_so(look):
    look.answer(DRAFT, status=401)
    page = look.show(draw("form"))
    page.fill("#id_message", "Hei")
    page.focus("#id_since")
    page.get_by_text("Du er logget ut.").wait_for()


def test_a_chosen_file_is_uploaded_at_once_and_shown_as_the_server_has_it(look, tmp_path):
    picture = tmp_path / "hudutslett.png"
    picture.write_bytes(b"x" * 100)
    look.answer(FILES, 201, name="hudutslett.jpg", size="12 kB", url="/f/1", thumbnail_url=None, remove_url="/fjern/1")
    look.answer("/fjern/1")
    page = look.show(draw("form"))
    page.set_input_files("#id_files", picture)
    row = page.locator("[data-upload-list] li").last
    row.get_by_role("link", name="hudutslett.jpg").wait_for()
    assert page.evaluate("document.querySelector('#id_files').files.length") == 0
    row.get_by_role("button", name=re.compile("Fjern")).click()
    row.get_by_role("link", name="hudutslett.jpg").wait_for(state="detached")
    assert ("POST", "/fjern/1") in look.asked


@pytest.mark.parametrize(("is_pdf", "icon"), [(True, "pdf"), (False, "image")])
def test_an_uploaded_file_has_the_icon_of_what_it_is(look, tmp_path, is_pdf, icon):
    chosen = tmp_path / "fil"
    chosen.write_bytes(b"x" * 100)
    look.answer(
        FILES, 201, name="fil", size="12 kB", url="/f/1", thumbnail_url=None, is_pdf=is_pdf, remove_url="/fjern/1"
    )
    page = look.show(draw("form"))
    page.set_input_files("#id_files", chosen)
    row = page.locator("[data-upload-list] li").last
    row.get_by_role("link", name="fil").wait_for()
    assert row.locator("[data-thumb] path").first.get_attribute("d") in drawn_icon(icon)


def test_a_failed_upload_says_why_and_holds_the_form_back(look, tmp_path):
    lying = tmp_path / "program.png"
    lying.write_bytes(b"MZ")
    look.answer(FILES, 422, error="Filen må være et bilde eller en PDF.")
    page = look.show(draw("form"))
    page.set_input_files("#id_files", lying)
    page.locator("[data-upload-list]").get_by_text("Filen må være et bilde eller en PDF.").wait_for()
    page.get_by_role("button", name="Neste steg").click()
    assert page.get_by_text("En fil ble ikke lastet opp.").is_visible()
    assert ("POST", "/") not in look.asked


def test_an_upload_cut_off_by_the_network_is_tried_again(look, tmp_path):
    picture = tmp_path / "bilde.png"
    picture.write_bytes(b"x" * 100)
    look.answers[FILES] = lambda route: route.abort("internetdisconnected")
    page = look.show(draw("form"))
    page.set_input_files("#id_files", picture)
    page.get_by_text("Vi mistet kontakten.").first.wait_for()
    look.answer(FILES, 201, name="bilde.png", size="1 kB", url="/f/2", thumbnail_url=None, remove_url="/fjern/2")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_role("link", name="bilde.png").wait_for()


def test_the_form_is_sent_once_however_often_it_is_clicked(look):
    page = look.show(draw("form"))
    look.answers["/"] = lambda route: None
    page.evaluate("b => { b.click(); b.click(); b.click() }", page.query_selector("form.form .ds-button[type=submit]"))
    page.wait_for_timeout(300)
    assert look.asked.count(("POST", "/")) == 1


def test_the_session_warns_before_its_end_and_can_be_extended(look):
    look.answer("/status", left=110)
    look.answer("/extend", left=1800)
    page = look.show(draw("form", left=121))
    page.get_by_role("dialog").wait_for()
    page.get_by_role("button", name="Fortsett", exact=True).click()
    page.get_by_role("dialog").wait_for(state="hidden")
    assert look.asked.count(("POST", "/extend")) == 1


def test_a_session_extended_in_another_tab_gives_no_warning(look):
    look.answer("/status", left=1500)
    page = look.show(draw("form", left=121))
    page.wait_for_timeout(1500)
    assert not page.get_by_role("dialog").is_visible()


def test_an_ended_session_leads_to_the_page_that_says_so(look):
    look.answer("/status", 401)
    look.answer("/ended", said="ended")
    page = look.show(draw("form", left=1))
    page.wait_for_url("**/ended")


def test_a_session_that_cannot_be_extended_says_so_and_offers_no_button(look):
    look.answer("/status", left=110, final=True)
    page = look.show(draw("form", left=121))
    page.get_by_text("Du kan ikke være logget inn lenger").wait_for()
    assert not page.get_by_role("button", name="Fortsett", exact=True).is_visible()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(look):
    page = look.show(draw("patient"))
    page.get_by_text("Kommunikasjon").click()
    assert page.get_by_role("link", name="Arkiv").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Arkiv").is_visible()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Kommunikasjon"
