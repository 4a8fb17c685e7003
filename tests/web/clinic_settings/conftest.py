"""The administrator at a browser, and settings as they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.personas import LogIn

from legesvar.core.actor import Actor
from legesvar.core.wall import acting_as
from legesvar.web.clinic.settings.sections import BY_NAME

ROOT = "/klinikk/innstillinger/"


@pytest.fixture
def at_administrator(logged_in: LogIn, administrator: Actor) -> Client:
    return logged_in(administrator)


@pytest.fixture
def second_administrator(logged_in: LogIn, administrator: Actor) -> Client:
    """The same page in another window."""
    return logged_in(administrator)


InForce = Callable[[str], Any]


@pytest.fixture
def in_force(administrator: Actor, now: datetime) -> InForce:
    """Give a section's settings as they hold, now or at an instant."""

    def read(name: str, at: datetime | None = None) -> Any:
        from legesvar.core import clock

        with acting_as(administrator):
            return BY_NAME[name].source.read(administrator, administrator.clinic_id, at or clock.now())

    return read


class _Boxes(HTMLParser):
    """Reads what a browser would send of a page's forms."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}
        self.area, self.select, self.text = "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        name, kind = own.get("name") or "", own.get("type") or "text"
        if tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in own:
            self.found[self.select] = own.get("value", "")
        elif tag == "input" and name and kind in {"checkbox", "radio"}:
            if "checked" in own:
                self.found.setdefault(name, [])
                self.found[name] = [*self.found[name], own.get("value") or "on"]
        elif tag == "input" and name:
            self.found[name] = own.get("value") or ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.found[self.area], self.area = self.text.removeprefix("\n"), ""
        elif tag == "select":
            self.select = ""


def boxes(answer: HttpResponse) -> dict[str, Any]:
    """Give what the page's form holds, as the browser would send it."""
    parser = _Boxes()
    parser.feed(answer.content.decode())
    return {name: value for name, value in parser.found.items() if name not in {"csrfmiddlewaretoken", "fra", "side"}}


def said(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())
