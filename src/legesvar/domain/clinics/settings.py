"""How long an invitation to a clinic lasts, and how many there may be (ADMIN-2)."""

from __future__ import annotations

from datetime import timedelta

INVITATION_LASTS = timedelta(days=7)
INVITATIONS_AN_HOUR = 30
INVITATIONS_TO_ONE_AN_HOUR = 3
INVITATIONS_KEPT_FOR = timedelta(days=90)
KEY_PURPOSE = "invitations"
