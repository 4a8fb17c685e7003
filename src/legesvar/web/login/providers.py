"""The OpenID providers behind the two doors, made from the settings (docs/login.md)."""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from legesvar.adapters.oidc import Provider, RelyingParty
from legesvar.domain.identity.kinds import Audience


def party(audience: Audience) -> RelyingParty:
    """Return our half of the protocol towards the provider behind a door. It lives as long as the process."""
    return _party(settings.OPENID[audience.value])


def logout_frames(audience: Audience) -> list[str]:
    """Return the origins that may show our front-channel logout in a frame: the provider's, and no other."""
    agreed = settings.OPENID[audience.value]
    issuer = urlsplit(agreed.issuer)
    return [f"{issuer.scheme}://{issuer.netloc}", *agreed.logout_origins]


@functools.lru_cache(maxsize=8)
def _party(agreed: Any) -> RelyingParty:
    return RelyingParty(
        Provider(
            issuer=agreed.issuer,
            client_id=agreed.client_id,
            client_secret=agreed.client_secret or None,
            private_key=agreed.private_key or None,
            private_key_id=agreed.private_key_id or None,
            secret_in_body=agreed.secret_in_body,
            scope=agreed.scope,
            acr_values=agreed.acr_values or None,
            level_claim=agreed.level_claim,
            required_levels=frozenset(agreed.required_levels),
            pid_claim=agreed.pid_claim,
            hpr_claim=agreed.hpr_claim or None,
            use_par=agreed.use_par,
            use_dpop=agreed.use_dpop,
            use_userinfo=agreed.use_userinfo,
        )
    )
