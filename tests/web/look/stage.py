"""Shows the style page in a real Chromium without a server: pages and files come from here, answers from the test."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from playwright.sync_api import ConsoleMessage, Page, Route

from legesvar.web.style import pages

STATIC = Path(settings.STATICFILES_DIRS[0])
SITE = "http://look.test"
POLICY = "; ".join(
    f"{name} {' '.join(sources)}" for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
UNHASHED = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PORTAL = {
    "name": "Legesvar",
    "prefix": "",
    "demo": True,
    "user": {"name": "Aud Prøvestad", "role": "lege"},
    "clinic": {"name": "Solvik legesenter", "phone": "22 00 00 01"},
}
SESSION = {"left": 1800, "status_url": "/status", "extend_url": "/extend", "ended_url": "/ended", "logout_url": "/out"}


def draw(name: str, appearance: str = "light", *, refused: bool = False, left: int = 1800) -> str:
    """Render a style page as it would be served to somebody whose session ends in so many seconds."""
    shown = {
        "patient": lambda: pages.patient(appearance),
        "form": lambda: pages.form(appearance, refused=refused),
        "clinic": lambda: pages.clinic(appearance),
    }[name]()
    around = {"portal": PORTAL | {"session": SESSION | {"left": left}}, "csrf_token": "token"}
    with override_settings(STORAGES=UNHASHED):
        return render_to_string(f"style/{name}.html", shown | around)


class Look:
    """One browser page, what it complained of, and what it asked for."""

    def __init__(self, page: Page) -> None:
        self.page, self.complaints, self.asked = page, [], []
        self.answers: dict[str, Callable[[Route], Any]] = {}
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self._answer)

    def show(self, html: str) -> Page:
        """Open the page under the content policy that production sends."""
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
        self.answers["/"] = lambda route: route.fulfill(body=html, headers=headers)
        self.page.goto(f"{SITE}/")
        return self.page

    def answer(self, path: str, status: int = 200, **values: Any) -> None:
        """Answer requests for the path with JSON."""
        self.answers[path] = lambda route: route.fulfill(status=status, json=values)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream")
            return
        self.asked.append((route.request.method, path))
        self.answers.get(path, lambda missing: missing.fulfill(status=404))(route)
