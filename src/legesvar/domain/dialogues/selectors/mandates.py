"""What a representative may see of the dialogues of the one they act for."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from legesvar.core.actor import Actor
from legesvar.core.kinds import Kind


def within_mandate(actor: Actor) -> Q:
    """Return the filter of the kinds that a representative may see, clinic by clinic; empty for everybody else."""
    found = Q()
    for mandate in actor.mandates if actor.is_limited else ():
        kinds = {} if mandate.services is None else {"kind__in": sorted(mandate.services)}
        found |= Q(clinic_id=mandate.clinic_id, **kinds)
    return found


def mandate_sql(actor: Actor) -> tuple[str, list[Any]]:
    """Return the same as a condition in SQL with its values."""
    if not actor.is_limited:
        return "", []
    parameters: list[Any] = []
    for mandate in actor.mandates:
        parameters += [mandate.clinic_id, sorted(mandate.services or set(Kind))]
    return f"AND ({' OR '.join(['(clinic_id = %s AND kind = ANY(%s))'] * len(actor.mandates))})", parameters
