"""A knock is counted where it comes from, and nobody can pretend to come from elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import RequestFactory

from legesvar.core import actor as actors
from legesvar.core import clock
from legesvar.core.wall import acting_as
from legesvar.domain.identity import commands as identity
from legesvar.domain.identity.models import Attempt
from legesvar.web.login.limits import network

request = RequestFactory()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "came_from"),
    [
        (0, "", "10.1.1.1"),
        (0, "6.6.6.6", "10.1.1.1"),
        (1, "", "10.1.1.1"),
        (1, "7.7.7.7", "7.7.7.7"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7, 8.8.8.8", "7.7.7.7"),
        (2, "8.8.8.8", "10.1.1.1"),
        (1, "not-an-address", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: LazySettings, proxies: int, forwarded: str, came_from: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert network(request.get("/", REMOTE_ADDR="10.1.1.1", headers=headers)) == came_from


def test_knocks_are_counted_by_the_minute_and_forgotten_after_an_hour(db: None) -> None:
    now = clock.now()
    with acting_as(actors.NOBODY):

        def knock(place: str, later: timedelta = timedelta()) -> int:
            return identity.count_attempt(actor=actors.NOBODY, place_hash=place, now=now + later)

        assert [knock("a"), knock("a"), knock("b")] == [1, 2, 1]
        assert knock("a", timedelta(minutes=1)) == 1
        knock("c", timedelta(hours=2))
    assert list(Attempt.objects.values_list("place_hash", flat=True)) == ["c"]
