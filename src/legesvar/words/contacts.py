"""Addresses and numbers shown so that their owner knows them, and somebody looking over a shoulder does not."""

from __future__ import annotations

HIDDEN = "\N{BULLET}" * 4
NBSP = "\N{NO-BREAK SPACE}"


def masked_email(address: str) -> str:
    """Show an e-mail address by its first letter and its host: «k••••@eksempel.no»."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}{HIDDEN}@{host}"


def masked_mobile(number: str) -> str:
    """Show a phone number by its last three digits: «••••• 001»."""
    return f"{HIDDEN}{NBSP}{number[-3:]}"
