"""Reading a clinic's figures: one row for a page, however much there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from legesvar.core.actor import Actor
from legesvar.domain.statistics.models import Report


@dataclass(frozen=True, slots=True)
class Counted:
    """A clinic's figures over a period, as `figures.report` made them, and when."""

    figures: dict[str, Any]
    made_at: datetime


def counted(actor: Actor, weeks: int) -> Counted | None:
    """Return the figures of the actor's clinic, or None before they were first counted."""
    row = Report.objects.filter(clinic_id=actor.clinic_id, weeks=weeks).values_list("figures", "made_at").first()
    return Counted(*row) if row else None


def counted_since(actor: Actor, since: datetime) -> frozenset[int]:
    """Return the clinics whose figures were counted after an instant. For the job that counts the others."""
    return frozenset(Report.objects.filter(made_at__gte=since).values_list("clinic_id", flat=True))
