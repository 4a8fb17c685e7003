"""What `legesvar check` says of the outside parties it looks at."""

from __future__ import annotations

from dataclasses import replace

from django.conf import LazySettings

from legesvar.adapters.stand_ins.clamd import Clamd
from legesvar.cli import check


def test_a_scanner_that_answers_is_fit(settings: LazySettings) -> None:
    with Clamd() as clamd:
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
        assert check.scanner() is None


def test_a_scanner_that_is_named_and_silent_is_told(settings: LazySettings) -> None:
    with Clamd() as clamd:
        settings.LEGESVAR = replace(settings.LEGESVAR, malware_url=clamd.url)
    assert check.scanner() == "it does not answer, so no file could come in."


def test_without_a_scanner_there_is_nothing_to_ask(settings: LazySettings) -> None:
    settings.LEGESVAR = replace(settings.LEGESVAR, malware_url="")
    assert check.scanner() is None
