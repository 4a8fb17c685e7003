"""What the stand-ins for e-mail and SMS received, one JSON object a line."""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it arrived."""

    channel: str
    to: str
    subject: str
    body: str
    time: str


def append(file: Path, message: Message) -> None:
    """Add a message; several processes may do it at once."""
    line = (json.dumps(asdict(message), ensure_ascii=False) + "\n").encode()
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def read(file: Path) -> list[Message]:
    """Return all messages, oldest first; none when nothing has arrived yet."""
    try:
        lines = file.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    return [Message(**json.loads(line)) for line in lines if line.endswith(b"\n")]
