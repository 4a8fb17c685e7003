"""One demo, as users get it, for all journeys of a process; and people who sit down in front of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from legesvar.cli import embedded_postgres
from tests.journeys.clinic import Colleague
from tests.journeys.patient import Patient
from tests.journeys.portal import Portal
from tests.journeys.visitor import MODES, Visitor

FIRST_START = 120
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey as one that needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """Start a demo of its own."""
    # Not `tmp_path`: the database server has an account of its own, which must reach its files.
    with tempfile.TemporaryDirectory(prefix="legesvar-journeys-") as directory:
        running = Portal(Path(directory) / "demo", "--fresh")
        try:
            running.wait_until_ready(FIRST_START)
            yield running
            running.process.terminate()
            running.ended()
        finally:
            running.process.kill()
            running.process.wait()
            embedded_postgres.stop(running.data_dir / "database")


@pytest.fixture
def visitors(chrome: Browser, portal: Portal) -> Iterator[Callable[..., Any]]:
    """Let people sit down at a browser each. None may have been complained of when they leave."""
    present: list[Visitor] = []

    def come(kind: type[Visitor], name: str, mode: str = "with scripts", **options: Any) -> Visitor:
        context = chrome.new_context(locale="nb-NO", **MODES[mode] | options)
        present.append(kind(context, portal, name))
        return present[-1]

    yield come
    for visitor in present:
        visitor.context.close()
    assert [complaint for visitor in present for complaint in visitor.complaints] == []


@pytest.fixture
def patient(visitors: Callable[..., Any]) -> Callable[..., Patient]:
    """Let a patient sit down at a browser: name, mode and options of the browser."""
    return partial(visitors, Patient)


@pytest.fixture
def colleague(visitors: Callable[..., Any]) -> Callable[..., Colleague]:
    """Let somebody of a clinic sit down at a browser."""
    return partial(visitors, Colleague)
