"""Every page in every state it can be in is for everybody (ALL-1): no list of exceptions."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories import uploads
from tests.journeys.inspection import faults, faults_by_keyboard

TEXT = "Jeg har et utslett på armen som klør om natten."
HEAVIEST = 60_000
ENORMOUS = 201 * 1024 * 1024
NO_SCRIPT_INTERFERES = """() => ['change', 'submit'].forEach(
    name => addEventListener(name, event => event.stopImmediatePropagation(), true))"""


@pytest.fixture
def looked_at():
    """Gather faults over a whole journey, so that one look finds them all."""
    found: list[str] = []

    def look(visitor, state, *, clinic=False):
        found.extend(faults(visitor, state))
        footer = visitor.page.locator("footer")
        if not clinic and not ("113" in footer.inner_text() and "116 117" in footer.inner_text()):
            found.append(f"{state}: no emergency numbers in the footer")
        return visitor

    yield look
    assert found == []


def test_outside_the_doors(patient, looked_at):
    stranger = patient("Unni Utenfor")
    for address, state in (
        ("/", "welcome"), ("/logg-inn/", "door"), ("/logg-inn/?arsak=idle", "door after a pause"),
        ("/klinikk/logg-inn/", "the clinic's door"), ("/logg-inn/retur/", "back without having been away"),
        ("/logg-ut/", "log out, logged out"), ("/logg-ut/ferdig/", "logged out"), ("/demo/", "demo"),
        ("/stil/", "style"), ("/stil/skjema/", "style, form"), ("/finnes-ikke/", "404"),
    ):  # fmt: skip
        looked_at(stranger.opens(address), state)
    looked_at(stranger.logs_in(), "on no list")


def test_the_way_to_a_new_message(patient, looked_at, tmp_path):
    lars = patient("Lars Liksom").logs_in().with_an_empty_desk()
    looked_at(lars, "Innboks")
    looked_at(lars.opens("/start/"), "start")
    looked_at(lars.begins(), "recipient")
    looked_at(lars.opens("/start/e-konsultasjon/passer-det/?mangler=1"), "recipient, skipped to")
    looked_at(lars.opens("/start/e-konsultasjon/").accepts_who_is_shown(), "fit")
    looked_at(lars.presses("Neste steg").sees("Du må rette 2 ting"), "fit, errors")
    looked_at(lars.opens("/start/e-konsultasjon/ring/"), "stop")
    looked_at(lars.opens("/start/"), "start with a draft")
    looked_at(lars.opens("/start/e-konsultasjon/"), "begun")
    looked_at(lars.opens("/start/e-konsultasjon/passer-det/").declares_that_it_fits(), "price")
    lars.page.locator("details.ds-details summary").click()
    looked_at(lars.presses("Neste steg").sees("Du må godta"), "price, error")
    looked_at(lars.accepts_the_price(), "message")
    looked_at(lars.presses("Neste steg").sees("Skriv en beskjed"), "message, empty")
    looked_at(lars.writes("x" * 501).presses("Neste steg").sees("Du har skrevet 501."), "message, too long")
    picture, wrong = tmp_path / "bilde.jpg", tmp_path / "notat.docx"
    picture.write_bytes(uploads.jpeg_held(6))
    wrong.write_bytes(b"no picture")
    lars.writes(TEXT).chooses_files(picture)
    expect(lars.files().get_by_role("link")).to_be_visible()
    looked_at(lars.chooses_files(wrong).sees("Vi kan ikke ta imot"), "message with a picture and a failed file")
    lars.page.locator("[data-remove]").last.click()
    looked_at(lars.presses("Neste steg").is_at("Se over og send"), "review")
    looked_at(lars.opens("/start/e-konsultasjon/slett/"), "discard")
    looked_at(lars.opens("/innboks/").sees("Du har et utkast"), "Innboks with a draft")
    lars.opens("/start/e-konsultasjon/se-over/")
    lars.turns_to_another_tab().opens("/start/e-konsultasjon/beskjed/")
    late, lars.page = lars.page, lars.context.pages[0]
    dialogue = lars.sends()
    looked_at(lars, "receipt")
    looked_at(lars.opens(f"/dialog/{dialogue}/"), "dialogue, waiting")
    lars.page = late
    looked_at(lars.writes(TEXT).presses("Neste steg").is_at("Utkastet finnes ikke lenger"), "draft gone")


def test_a_patient_with_choices(patient, looked_at):
    karin = patient("Karin Testdal").logs_in().begins()
    looked_at(karin, "recipient with a substitute")
    looked_at(karin.presses("Neste steg").sees("Velg hvem du vil skrive til."), "recipient, error")
    tone = patient("Tone Toplass").logs_in().with_an_empty_desk()
    looked_at(tone.opens("/start/e-konsultasjon/legekontor/"), "clinic")
    tone.ticks("Nordnes legekontor").presses("Velg legekontor").ticks("Nora Fiktivsen").accepts_who_is_shown()
    looked_at(tone.declares_that_it_fits(), "price with evening")
    looked_at(tone.accepts_the_price().presses("Neste steg").sees("Du må rette"), "three fields, errors")
    frida = patient("Frida Frikortsen").logs_in().begins().accepts_who_is_shown().declares_that_it_fits()
    looked_at(frida, "price with frikort")
    for name, address in (("Lina Liksom Demo", "/innboks/"), ("Karin Testdal", "/innboks/arkiv/")):
        looked_at(patient(name).logs_in().opens(address), f"{address} of {name}")


def test_the_profile(patient, looked_at):
    samir = patient("Samir Dummy").logs_in()
    for address in ("/profil/", "/profil/e-post/", "/profil/mobil/", "/profil/stemmer-det/"):
        looked_at(samir.opens(address), address)
    samir.opens("/profil/e-post/").page.locator("main form .ds-button").first.click()
    looked_at(samir, "after the form of an address")


def test_dialogues_in_every_state(patient, colleague, looked_at, portal):
    aud = patient("Aud Prøvestad").logs_in()
    overdue, answered, closed = (
        portal.ask(
            f"SELECT public_id FROM dialogues_dialogue WHERE patient_name = 'Aud Prøvestad' AND {which} LIMIT 1"
        )[0][0]
        for which in (
            "state = 'waiting_for_clinic' AND due_date < current_date", "state = 'waiting_for_patient'",
            "state = 'closed' AND id IN (SELECT dialogue_id FROM dialogues_message)",
        )
    )  # fmt: skip
    looked_at(aud.opens(f"/dialog/{overdue}/").sees("Legen har ikke svart innen fristen"), "overdue")
    looked_at(aud.opens(f"/dialog/{answered}/").sees("Legen har svart"), "answered")
    looked_at(aud.presses("Send til legen").sees("Skriv en beskjed"), "answered, error")
    looked_at(aud.opens(f"/dialog/{closed}/").sees("Legen har avsluttet"), "closed")

    samir = patient("Samir Dummy").logs_in()
    dialogue = samir.sends_a_message()
    doctor = colleague("Ingrid Testlund").logs_in().opens_case(dialogue).answers("Svar på spørsmålet.")
    samir.opens(f"/dialog/{dialogue}/")
    doctor.opens(f"/klinikk/dialog/{dialogue}/").answers_and_closes("Det var alt.")
    looked_at(samir.replies("Takk, men").sees("Det du skrev, ble ikke sendt"), "replied in vain")
    portal.forget_sessions_of("Samir Dummy")
    looked_at(samir.opens("/innboks/"), "door after the session")


def test_the_clinics_pages(patient, colleague, looked_at, portal):
    kjell = patient("Kjell Fiktiv").logs_in()
    dialogue = kjell.sends_a_message()
    ingrid = colleague("Ingrid Testlund").logs_in()
    looked_at(ingrid, "worklist, mine", clinic=True)
    looked_at(ingrid.opens("/klinikk/arbeidsliste/?vis=alle"), "worklist, all", clinic=True)
    looked_at(ingrid.opens("/klinikk/arbeidsliste/").opens_case(dialogue), "case", clinic=True)
    looked_at(ingrid.presses("Svar").sees("Skriv et svar"), "case, error", clinic=True)
    siri = colleague("Siri Skrankestad").logs_in()
    looked_at(siri.opens(f"/klinikk/dialog/{dialogue}/"), "the secretary's case", clinic=True)
    siri.writes("Forslag fra skranken.", "Forslag til svar").presses("Lagre forslag")
    looked_at(siri.opens(f"/klinikk/dialog/{dialogue}/frikort/"), "frikort", clinic=True)
    old_page = ingrid.opens(f"/klinikk/dialog/{dialogue}/").sees("Forslag fra en kollega").page
    looked_at(ingrid, "case with a suggestion", clinic=True)
    ingrid.turns_to_another_tab().opens(f"/klinikk/dialog/{dialogue}/").answers("Prøv dette først.")
    looked_at(ingrid, "worklist after an answer", clinic=True)
    kjell.opens(f"/dialog/{dialogue}/").replies("Det hjalp ikke.")
    ingrid.page = old_page
    looked_at(
        ingrid.writes_answer("Et svar til").presses("Svar").agrees().sees("Det kom noe nytt"), "newer", clinic=True
    )
    ingrid.opens(f"/klinikk/dialog/{dialogue}/").answers_and_closes("Kom innom.")
    looked_at(ingrid.opens(f"/klinikk/dialog/{dialogue}/"), "case, closed", clinic=True)
    looked_at(ingrid.follows_first("Rett opp").is_at("Rett opp i journalen"), "journal", clinic=True)
    looked_at(ingrid.presses("Lagre rettelsen").sees("Du må rette"), "journal, error", clinic=True)
    looked_at(
        ingrid.opens(f"/klinikk/dialog/{dialogue}/").follows_first("Krediter").sees("Krediter faktura"),
        "credit",
        clinic=True,
    )
    looked_at(ingrid.opens("/stil/klinikk/"), "style, clinic", clinic=True)


def test_the_clinics_pages_for_others(patient, colleague, looked_at):
    dialogue = patient("Kjell Fiktiv").logs_in().sends_a_message()
    berit = colleague("Berit Beggesen").logs_in()
    looked_at(berit, "choose clinic", clinic=True)
    looked_at(berit.presses("Velg legekontor").sees("Du må rette"), "choose clinic, error", clinic=True)
    berit.chooses_clinic("Solvik legesenter")
    looked_at(berit.opens(f"/klinikk/dialog/{dialogue}/").is_at("Hvorfor åpner du denne?"), "why", clinic=True)
    looked_at(berit.presses("Åpne").sees("Velg hvorfor"), "why, error", clinic=True)
    dag = colleague("Dag Demoen").logs_in()
    looked_at(dag.opens("/klinikk/arbeidsliste/"), "an absent doctor's worklist", clinic=True)
    arne = colleague("Arne Adminsen").logs_in()
    looked_at(arne.opens("/klinikk/arbeidsliste/?vis=alle"), "the administrator's worklist", clinic=True)
    looked_at(arne.opens(f"/klinikk/dialog/{dialogue}/"), "403")
    nora = colleague("Nora Fiktivsen").logs_in()
    looked_at(nora.opens(f"/klinikk/dialog/{dialogue}/"), "404 at another clinic")


def test_when_something_is_wrong(patient, looked_at, portal, tmp_path):
    # What no script stops at the browser is stopped at the server, and the text is kept.
    elle = patient("Elle Máret Demo").logs_in().comes_to_the_message().writes(TEXT)
    big = tmp_path / "film.jpg"
    with big.open("wb") as file:
        file.truncate(ENORMOUS)
    elle.page.evaluate(NO_SCRIPT_INTERFERES)
    elle.chooses_files(big).presses("Neste steg").sees("Filen er for stor.")
    expect(elle.field("Beskjed")).to_have_value(TEXT)
    looked_at(elle, "200 MB")

    lars = patient("Lars Liksom").logs_in()
    with portal.without_table("dialogues_dialogue"):
        looked_at(lars.opens("/innboks/").is_at("Beklager, noe gikk galt hos oss"), "500")
    lars.opens("/start/e-konsultasjon/mottaker/")
    lars.context.clear_cookies(name="skjema")
    looked_at(lars.presses("Neste steg").is_at("Siden hadde stått åpen for lenge"), "stale form")
    lars.presses("Send på nytt").is_at("Passer det med e-konsultasjon?")
    lars.comes_to_the_message().writes(TEXT)
    portal.forget_sessions_of("Lars Liksom")
    looked_at(lars.presses("Neste steg").is_at("Logg inn"), "door with something kept")
    looked_at(lars.identifies().is_at("Teksten er tatt vare på"), "kept")
    looked_at(lars.presses("Send det nå").opens("/fortsett/"), "nothing kept")
    looked_at(lars.opens("/logg-ut/"), "log out")


FLOW = ["/innboks/", "/start/", "/start/e-konsultasjon/passer-det/", "/start/e-konsultasjon/pris/",
        "/start/e-konsultasjon/beskjed/", "/start/e-konsultasjon/se-over/"]  # fmt: skip


def test_the_keyboard_reaches_everything_and_one_sees_where_one_is(patient, colleague):
    elle = patient("Elle Máret Demo").logs_in().comes_to_the_review()
    found = [fault for address in FLOW for fault in faults_by_keyboard(elle.opens(address))]
    dialogue = elle.sends()
    ingrid = colleague("Ingrid Testlund").logs_in()
    found += faults_by_keyboard(ingrid)
    found += faults_by_keyboard(ingrid.opens_case(dialogue))
    assert found == []


def test_after_an_error_the_focus_stands_on_what_must_be_put_right(patient):
    elle = patient("Elle Máret Demo").logs_in().begins().accepts_who_is_shown()

    elle.page.get_by_role("button", name="Neste steg").focus()
    elle.page.keyboard.press("Enter")

    expect(elle.page.locator("[data-error-summary]")).to_be_focused()
    elle.page.keyboard.press("Tab")
    elle.page.keyboard.press("Enter")
    expect(elle.page.get_by_role("radio").first).to_be_focused()


def weigh(visitor, address) -> dict[str, int]:
    """Return what came over the wire for a page, by kind, fonts and pictures apart."""
    weights: dict[str, int] = {}
    kinds: dict[str, str] = {}
    wire = visitor.context.new_cdp_session(visitor.page)
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def arrived(event):
        kind = kinds.get(event["requestId"], "")
        weights[kind] = weights.get(kind, 0) + int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", arrived)
    visitor.opens(address)
    visitor.page.wait_for_load_state("networkidle")
    return {kind: weight for kind, weight in weights.items() if kind in ("Document", "Stylesheet", "Script")}


@pytest.mark.parametrize("address", ["/", "/innboks/", "/start/e-konsultasjon/beskjed/"])
def test_a_first_visit_weighs_little(patient, address):
    before = patient("Nils Eksempelsen").logs_in().comes_to_the_message()
    first = patient("Nils Eksempelsen", storage_state=before.context.storage_state())

    weights = weigh(first, address)

    assert set(weights) == {"Document", "Stylesheet", "Script"}
    assert sum(weights.values()) <= HEAVIEST, weights
