"""Whoever watches over the server gets a true answer, and needs no session for it."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries


@pytest.fixture(autouse=True)
def _only_health(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.web.rooms"


def test_living_costs_no_query(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/helse/live").json() == {"live": True}


def test_ready_means_database_migrations_and_wall(db: None) -> None:
    answer = Client().get("/helse/klar")
    assert answer.status_code == 200, answer.content
    facts = answer.json()
    assert facts["ready"] is facts["database"] is facts["migrated"] is facts["wall"] is True
    assert facts["worker"] in {None, False}
