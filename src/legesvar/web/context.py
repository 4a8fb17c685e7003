"""What every page knows: the portal, who is here, and when they will be logged out. The database is asked for one
thing, how much a patient has not read.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from legesvar.core import clock, wall
from legesvar.core.actor import Actor
from legesvar.domain.clinics.selectors import StaffSession
from legesvar.domain.dialogues import selectors as dialogues
from legesvar.domain.identity.kinds import Audience
from legesvar.web import languages
from legesvar.web.login.addresses import LOGIN
from legesvar.web.visits import Visit
from legesvar.words import roles

_BASE = {Audience.PATIENT: "", Audience.CLINIC: "/klinikk"}


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return `portal`: name, demo, prefix, and when somebody is here user, clinic and session.

    `acting_for` is the name of the person whom the one at the keyboard acts for; `prefix` then leads to their pages.
    A preview is a patient's page that staff look at: it shows a made-up user, and nothing of the session.
    A patient's page that knows which clinic it is about sets `request.clinic`, whose phone and address then stand
    in the footer.
    """
    visit: Visit | None = getattr(request, "visit", None)
    facts: dict[str, Any] = {
        "name": settings.PORTAL_NAME, "demo": settings.DEMO, "prefix": "", "languages": languages.links(request),
    }  # fmt: skip
    clinic = getattr(request, "clinic", None)
    if clinic is not None:
        place = f"{clinic.postcode} {clinic.city}".strip()
        address = ", ".join(part for part in (clinic.street, place) if part)
        facts["clinic"] = {"name": clinic.name, "phone": clinic.phone, "address": address}
    if getattr(request, "preview", False):
        return {"portal": facts | {"preview": True, "user": {"name": gettext("Pasienten")}}}
    represented = getattr(request, "represented", None)
    if represented is not None:
        facts |= {"prefix": f"/for/{represented.public_id}", "acting_for": represented.name}
    if visit is not None:
        facts |= _visitor(visit) | {"session": _session(request, visit), "unread": partial(_unread, request)}
    return {"portal": facts}


def _unread(request: HttpRequest) -> int:
    """Count what the patient has not read, where a header is drawn that shows it. Without a scope nothing is known.

    A page that has asked already sets `request.unread`.
    """
    known: int | None = getattr(request, "unread", None)
    if known is not None:
        return known
    actor: Actor = request.actor
    return dialogues.unread(actor) if actor.person_id and wall.current() == actor else 0


def _visitor(visit: Visit) -> dict[str, Any]:
    found = visit.session
    if not isinstance(found, StaffSession):
        return {"user": {"name": visit.actor.name}}
    user = {
        "name": visit.actor.name,
        "role": roles.label(visit.actor.role),
        "at_work_as": visit.actor.role,
        "shortcuts": found.shortcuts,
        "other_clinics": not found.local and (found.memberships > 1 or found.staff_id is None),
    }
    clinic = {"name": found.clinic_name, "phone": found.clinic_phone}
    return {"user": user, "clinic": clinic if found.staff_id else None}


def _session(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    base = _BASE[visit.audience]
    back = f"&neste={quote(request.get_full_path(), safe='/')}" if request.method == "GET" else ""
    return {
        "left": visit.seconds_left(clock.now()),
        "status_url": f"{base}/okt/",
        "extend_url": f"{base}/okt/forleng/",
        "ended_url": f"{LOGIN[visit.audience]}?arsak=idle{back}",
        "logout_url": f"{base}/logg-ut/",
    }
