"""Every form there is, sent after the session has ended: kept through the new login, and then it does what it would."""

from __future__ import annotations

import pytest
from tests.personas import LogIn
from tests.web.access.test_parked_posts import form_on
from tests.web.access.test_sessions import let_pass
from tests.web.addresses import PAGES, Found, address_of, walk
from tests.web.belongings import Belongings, rows_of

from legesvar.core.actor import Actor

# What a script asks by itself is told so with 401. Passwords are kept by nobody, and neither are files, which the page
# after the new login says.
NOT_KEPT = {
    "patient:draft", "patient:reply_draft", "clinic:answer_draft", "clinic:here", "files:add", "clinic:change_password",
    "clinic:begin_factor", "clinic:new_codes", "clinic:remove_factor",
}  # fmt: skip
# Where something is written or chosen. A button alone is pressed once more.
KEPT = [
    found for found in walk()
    if PAGES[found.name].form and found.rule.audience != "public" and PAGES[found.name].post != 404
    and found.name not in NOT_KEPT
]  # fmt: skip


@pytest.mark.parametrize("found", KEPT, ids=[found.name for found in KEPT])
def test_a_form_that_comes_too_late_does_nothing_then_and_once_after_the_new_login(
    found: Found, request: pytest.FixtureRequest, logged_in: LogIn, belongings: Belongings, patient: Actor
) -> None:
    who = request.getfixturevalue(found.colleague if found.at_the_clinic else "patient")
    client, address, form = logged_in(who), address_of(found, belongings), belongings.form(PAGES[found.name].form)
    before = rows_of(patient)
    let_pass(minutes=31)
    late = client.post(address, form)
    assert (late.status_code, "logg-inn/" in late["Location"]) == (303, True)
    assert {**rows_of(patient), "identity_session": []} == {**before, "identity_session": []}

    logged_in(who, client)
    kept = client.get("/klinikk/fortsett/" if found.at_the_clinic else "/fortsett/").content.decode()
    assert f'action="{address}"' in kept
    again = {name: values[0] for name, values in form_on(kept).items()}
    assert {name: again[name] for name in form} == form
    assert client.post(address, again).status_code == PAGES[found.name].post
    assert client.post(address, again).status_code == 409
