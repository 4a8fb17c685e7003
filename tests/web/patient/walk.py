"""A browser in which a patient walks towards an e-consultation, to any step."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind
from legesvar.core.wall import acting_as
from legesvar.domain.clinics.models import Clinic
from legesvar.domain.dialogues import selectors
from legesvar.domain.dialogues.models import Draft
from legesvar.domain.dialogues.selectors import DraftView

START = "/start/e-konsultasjon/"
TOGETHER = re.compile(r'<span class="keep-together">([^<]*)</span>')
TAGS = re.compile(r"<[^>]+>")
BLANKS = re.compile(r"\s+")


def text_of(response: HttpResponse) -> str:
    """Return what a page's reader reads, without its markup."""
    return _text(response.content.decode())


def main_of(response: HttpResponse) -> str:
    """Return what its reader reads between the page's header and its footer."""
    return _text(response.content.decode().partition("<main")[2].partition("</main>")[0])


def _text(markup: str) -> str:
    return BLANKS.sub(" ", html.unescape(TAGS.sub(" ", TOGETHER.sub(r"\1", markup))))


@dataclass
class Walk:
    """A browser in which a patient starts an e-consultation. Each step may be taken by itself."""

    client: Client
    actor: Actor
    last: HttpResponse = field(default_factory=HttpResponse)

    def get(self, step: str) -> HttpResponse:
        """Open a step."""
        self.last = self.client.get(START + step)
        return self.last

    def post(self, step: str, **fields: Any) -> HttpResponse:
        """Answer a step."""
        self.last = self.client.post(START + step, fields)
        return self.last

    def hidden(self, name: str, step: str) -> str:
        """Return a hidden value of a step's page."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.get(step).content.decode())
        assert found, f"{name} is not on {step}: {self.last.status_code} {self.last.headers.get('Location', '')}"
        return html.unescape(found[1])

    def to_recipient(self, recipient: Actor, clinic: Clinic | None = None) -> Walk:
        """Choose whom to write to."""
        query = f"?legekontor={clinic.public_id}" if clinic else ""
        assert self.post(f"mottaker/{query}", recipient=str(recipient.public_id)).status_code == 302
        return self

    def to_fit(self, recipient: Actor) -> Walk:
        """Get past «Passer det?»."""
        self.to_recipient(recipient)
        self.post("passer-det/", danger="nei", not_urgent="on")
        return self

    def to_price(self, recipient: Actor) -> Walk:
        """Get past the price."""
        self.to_fit(recipient)
        self.post("pris/", accept="on", shown=self.hidden("shown", "pris/"))
        return self

    def to_review(self, recipient: Actor, text: str = "Jeg har hostet i tre uker.") -> Walk:
        """Get past the message."""
        self.to_price(recipient)
        self.write(why=text)
        return self

    def write(self, **fields: Any) -> HttpResponse:
        """Post the message's page."""
        return self.post("beskjed/", utkast=str(self.draft.public_id), **fields)

    def send(self) -> HttpResponse:
        """Press «Send til legen»."""
        return self.post("se-over/", utkast=str(self.draft.public_id))

    @property
    def draft(self) -> DraftView:
        """The draft as it is stored."""
        with acting_as(self.actor):
            found = selectors.draft(self.actor, Kind.E_CONSULTATION)
        assert found is not None
        return found

    @property
    def drafts(self) -> int:
        """How many drafts the patient has."""
        with acting_as(self.actor):
            return Draft.objects.count()


def dialogue_id(response: HttpResponse) -> UUID:
    """Return the dialogue that a receipt's address names."""
    return UUID(response.headers["Location"].rstrip("/").rsplit("/", 1)[1])
