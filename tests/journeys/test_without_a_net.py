"""What is written while the net is away is saved soon after it is back, without a key being pressed (START-9)."""

from __future__ import annotations

from tests.demos import wait_for

SAVED = "SELECT count(*) FROM dialogues_draft WHERE texts->>'why' = %s"
TEXT = "Skrevet i tunnelen, mellom to stasjoner."
# Less than what passes before it would try again anyway.
SOON = 5


def test_what_is_written_without_a_net_is_saved_when_it_is_back(patient, portal):
    aud = patient("Aud Prøvestad").logs_in().comes_to_the_message()
    aud.page.wait_for_load_state()  # the scripts have come
    aud.context.set_offline(True)
    with aud.page.expect_event("requestfailed", lambda request: request.method == "POST"):
        aud.writes(TEXT)
    assert portal.ask(SAVED, TEXT) == [(0,)]

    aud.context.set_offline(False)
    wait_for(lambda: portal.ask(SAVED, TEXT) == [(1,)], SOON)
