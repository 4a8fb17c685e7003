"""The portal as an app (ALL-4): its manifest, the page without a net, a worker that keeps nothing of a patient's."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from legesvar.core.languages import BOKMAL, offered
from legesvar.web import languages
from legesvar.web.access import public_page

WORKER = Path(__file__).with_name("worker.js")
ICONS = (("app-192", 192, "any"), ("app-512", 512, "any"), ("app-maskable-512", 512, "maskable"))
# What the page without a net needs, and what every page needs: style, letters, and the scripts of the layout.
KEPT = (
    "built/patient.css", "built/inter-latin.woff2", "built/app-192.png", "img/icon.svg", "js/menu.js", "js/errors.js",
    "js/once.js", "js/session.js", "js/app.js",
)  # fmt: skip


@public_page
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell the phone what the app is called and where it starts."""
    icons = [
        {"src": static(f"built/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    told = {
        "id": "/", "name": settings.PORTAL_NAME, "short_name": settings.PORTAL_NAME[:12], "lang": languages.spoken(),
        "dir": "ltr", "start_url": "/innboks/", "scope": "/", "display": "standalone", "theme_color": "#0b5f70",
        "background_color": "#ffffff", "icons": icons,
    }  # fmt: skip
    return _kept_a_day(HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json"))


def _kept_a_day(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"], response["Vary"] = "public, max-age=86400", "Cookie"
    return response


@public_page
def worker(request: HttpRequest) -> HttpResponse:
    """Give the worker, with the list of what it may keep: static files, named by their content, and one page."""
    files = [static(name) for name in KEPT]
    page = _offline_page(languages.spoken())
    told = {
        "files": files,
        "page": page,
        "version": _version((page, *files)),
        "icon": static("built/app-192.png"),
        "name": settings.PORTAL_NAME,
    }
    script = f"const KEPT = {json.dumps(told)};\n{_script()}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"], response["Vary"] = "no-cache", "Cookie"
    return response


def _offline_page(language: str) -> str:
    # The worker fetches it without cookies, so the language stands in the address.
    asked = "" if language == BOKMAL else f"?{languages.COOKIE}={language}"
    return reverse("app:offline") + asked


@cache
def _script() -> str:
    return WORKER.read_text(encoding="utf-8")


@cache
def _version(files: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join((*files, _script())).encode()).hexdigest()[:16]


@public_page
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no net, and whom to ring. It knows nobody: every visitor gets the same, in a language each."""
    translation.activate(offered(request.GET.get(languages.COOKIE, "")))
    return render(request, "app/offline.html")
