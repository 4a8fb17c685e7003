"""A worker that stands still loses nothing: what it owes goes out when it is back, once."""

from __future__ import annotations

import time

LONG_ENOUGH = 3


def test_a_notice_waits_for_the_worker_and_goes_out_once(patient, colleague, portal):
    samir = patient("Samir Dummy").logs_in()
    dialogue = samir.sends_a_message()
    doctor = colleague("Ingrid Testlund").logs_in().opens_case(dialogue)

    with portal.without_its_worker():
        doctor.answers_and_closes("Det ser fint ut.")
        time.sleep(LONG_ENOUGH)
        assert portal.messages("samir@post.example", dialogue) == []

    portal.await_message("samir@post.example", dialogue)
    time.sleep(LONG_ENOUGH)
    assert len(portal.messages("samir@post.example", dialogue)) == 1
    assert portal.ask("SELECT state FROM notifications_notice WHERE about = %s", dialogue) == [("sent",)]
    samir.opens(f"/dialog/{dialogue}/").sees("Det ser fint ut.", "Legen har avsluttet samtalen")
