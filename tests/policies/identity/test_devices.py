"""Where push may be sent: to the services of the browsers, and never to a machine of ours."""

from __future__ import annotations

import base64

import pytest

from legesvar.config.env import PUSH_SERVICES
from legesvar.domain.identity.devices import are_keys, is_served


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def", "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/QAbc", "https://db5p.notify.windows.com/w/?token=abc",
    ],
)  # fmt: skip
def test_the_browsers_services_are_served(endpoint: str) -> None:
    assert is_served(endpoint, PUSH_SERVICES)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "https://10.0.0.5:5432/x",
        "https://169.254.169.254/latest/meta-data/", "http://fcm.googleapis.com/x", "ftp://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.ond.example/x", "https://ond.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@127.0.0.1/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com",
        "https://fcm.googleapis.com/", "https://notify.windows.com/x", "https://onotify.windows.com/x",
        "https://127.0.0.1/.push.apple.com", "https://127.0.0.1#.push.apple.com/x", "https://127.0.0.1?.push.apple.com",
        "https://fcm.googleapis.com\\@127.0.0.1/x", "https://fcm.googleapis.com /x", "https://fcm.googleapis.com/\r\nx",
        "https://a.push.apple.com:99999/x", "https://fcm.googleapis.com/" + "x" * 1000, "//fcm.googleapis.com/x", "",
        "x",
        "javascript:alert(1)", "https://ⓕcm.googleapis.com/x", "file:///etc/passwd",
        "https://[/x",
    ],
)  # fmt: skip
def test_an_internal_or_crafted_address_is_refused(endpoint: str) -> None:
    assert not is_served(endpoint, PUSH_SERVICES)


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


POINT, SECRET = b"\x04" + b"p" * 64, b"s" * 16


@pytest.mark.parametrize(
    ("public_key", "secret", "right"),
    [
        (text(POINT), text(SECRET), True), (text(POINT) + "=", text(SECRET) + "==", True),
        (text(b"\x02" + b"p" * 64), text(SECRET), False), (text(POINT[:-1]), text(SECRET), False),
        (text(POINT), text(SECRET + b"s"), False), ("", "", False), ("æ" * 88, text(SECRET), False),
        ("A" * 5000, text(SECRET), False), (text(POINT) + "!", text(SECRET), False),
    ],
)  # fmt: skip
def test_keys_have_the_shape_of_keys(public_key: str, secret: str, right: bool) -> None:
    assert are_keys(public_key, secret) is right
