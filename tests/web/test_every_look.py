"""Every page there is, full and after a form that was sent empty, as axe and a narrow window see it.

Addresses are found by walking the portal, so that a new page is looked at without being listed here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.personas import LogIn
from tests.web.addresses import Found, address_of, walk
from tests.web.belongings import Belongings
from tests.web.look.conftest import look  # noqa: F401 - a fixture
from tests.web.look.faults import faults_of
from tests.web.look.stage import Look

CHUNKS = 6
# What a provider loads into a frame that nobody sees; what chooses another language for all that follows, and leads on.
UNSEEN = ("ended_by_provider", "language:choose")
ADDRESSES = [found for found in walk() if not found.name.endswith(UNSEEN)]


def pages(
    of: list[Found], at_home: Client, at_work: dict[str, Client], things: Belongings
) -> Iterator[tuple[str, str]]:
    """Draw first what only looks, then what an empty form leads to: some of those change what is looked at."""
    for method in ("GET", "POST"):
        for found in of:
            if not found.allows(method):
                continue
            client, address = at_work[found.colleague] if found.at_the_clinic else at_home, address_of(found, things)
            answer = client.get(address) if method == "GET" else client.post(address, {})
            # Parts of pages, files and words between machines are nobody's page.
            if not answer.streaming and answer.content.lower().startswith(b"<!doctype html>"):
                yield f"{method} {found.name} {answer.status_code}", answer.content.decode()


@pytest.mark.browser
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_is_wrong_with_any_page_nor_with_any_empty_form(
    look: Look, request: pytest.FixtureRequest, chunk: int, logged_in: LogIn, belongings: Belongings  # noqa: F811
) -> None:  # fmt: skip
    at_work = {who: logged_in(request.getfixturevalue(who)) for who in ("doctor", "administrator")}
    at_home = logged_in(request.getfixturevalue("patient"))
    assert faults_of(look, pages(ADDRESSES[chunk::CHUNKS], at_home, at_work, belongings)) == []
