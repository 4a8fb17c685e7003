"""SMS through any gateway Apprise knows, chosen by one address with `{to}` where the number belongs."""

import logging
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import quote

import structlog

from legesvar.adapters.outcome import Outcome

NUMBER = re.compile(r"\+?[0-9]{5,15}")
# What the gateway answered about this message; anything else may be mended and is tried again.
FOR_GOOD = {400, 410, 422}
PERHAPS_SENT = {502, 504}
NOT_CONNECTED = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "Connection refused",
                 "Failed to establish", "Failed to resolve", "SSLError")  # fmt: skip

log = structlog.get_logger(__name__)


def send(gateway_url: str, *, to: str, text: str) -> Outcome:
    """Hand one SMS over to the gateway and say what became of it.

    :param gateway_url: an address as in Apprise's documentation, such as `jsons://user:password@host/sms?:to={to}`
    :param to: digits, perhaps with a plus before them
    :raises ValueError: Apprise does not understand the address
    """
    if not NUMBER.fullmatch(to):
        return Outcome.REJECTED_FOR_GOOD
    gateway = _gateway(gateway_url, to)
    with _listening() as heard:
        sent = gateway.notify(body=text, title="")
    outcome = Outcome.SENT if sent else heard.outcome()
    if outcome is not Outcome.SENT:
        log.warning("sms_not_sent", outcome=outcome, code=heard.code)
    return outcome


def check_address(gateway_url: str) -> None:
    """See that Apprise understands the address, without sending anything.

    :raises ValueError: it does not, or `{to}` is missing
    """
    _gateway(gateway_url, "+4799999999")


def _gateway(url: str, to: str) -> Any:
    if "{to}" not in url:
        raise ValueError("the address of the SMS gateway must have {to} where the number belongs.")
    apprise = _apprise()
    asset = apprise.AppriseAsset(app_id="Legesvar", async_mode=False, storage_mode=apprise.PersistentStoreMode.MEMORY)
    gateway = apprise.Apprise.instantiate(
        url.replace("{to}", quote(to, safe="")), asset=asset, suppress_exceptions=True
    )
    if gateway is None:
        raise ValueError("Apprise does not understand the address of the SMS gateway.")
    return gateway


@cache
def _apprise() -> Any:
    """Apprise with all its gateways: some 20 MB and a second, so only in the worker, and only when there is an SMS."""
    _hush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what its hundred gateways import is their affair
        import apprise

        apprise.Apprise.instantiate("json://localhost")
    return apprise


def _hush() -> None:
    """Keep Apprise's log to ourselves: many of its gateways write the number, and many put it into the address."""
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


class _Listener(logging.Handler):
    """Apprise says only yes or no; why not stands in what it logs. Keeps a code and a kind, never a text."""

    def __init__(self) -> None:
        super().__init__()
        self.thread = threading.get_ident()
        self.code: int | None = None
        self.connection_failed = False
        self.was_connected = True

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self.thread:
            return
        said = record.getMessage()
        if code := re.search(r"error=(\d{3})\b", said):
            self.code = int(code.group(1))
        if "onnection error" in said:
            self.connection_failed = True
        if any(sign in said for sign in NOT_CONNECTED):
            self.was_connected = False

    def outcome(self) -> Outcome:
        if self.code in FOR_GOOD:
            return Outcome.REJECTED_FOR_GOOD
        refused = self.code is not None and self.code not in PERHAPS_SENT
        never_reached = self.connection_failed and not self.was_connected
        return Outcome.TRY_AGAIN if refused or never_reached else Outcome.UNCERTAIN


@contextmanager
def _listening() -> Iterator[_Listener]:
    logger, listener = logging.getLogger("apprise"), _Listener()
    logger.addHandler(listener)
    try:
        yield listener
    finally:
        logger.removeHandler(listener)
