"""What is kept of a form that came too late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Parked:
    """A form as it was sent, without its files.

    :param staff_id: the membership it was sent under; at another clinic it must not be sent
    """

    address: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    staff_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"address": self.address, "fields": self.fields, "files": self.had_files, "staff": self.staff_id}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Parked:
        """Read what `as_json` gave."""
        fields = tuple((str(name), str(value)) for name, value in stored["fields"])
        return cls(stored["address"], fields, stored["files"], stored["staff"])


def purpose(public_id: UUID) -> str:
    """Name what the seal is for, so that one form's seal does not fit another."""
    return f"parked post {public_id}"
