"""`content.examine` for a process of its own: the question and the answer as plain bytes.

The one who asks does not trust the answer more than the file: a decoder that was taken over can only return numbers and
bytes, which are checked again here.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import BinaryIO

from legesvar.domain.files.content import examine
from legesvar.domain.files.kinds import Document, Kind, MediaType, Picture, kind_of
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits

KIND_OF = {MediaType.JPEG: Kind.JPEG, MediaType.PNG: Kind.PNG}


class NotUnderstood(Exception):
    """The answer is none that `answer` gives."""


def question(data: bytes, limits: FileLimits) -> bytes:
    """Write down what is asked."""
    return json.dumps(asdict(limits)).encode() + b"\n" + data


def answer(asked: bytes) -> bytes:
    """Examine the file and write down what came out. A document is not sent back: it is kept as it came."""
    limits, _, data = asked.partition(b"\n")
    result = examine(data, FileLimits(**json.loads(limits)))
    if isinstance(result, FileRefusal):
        return _packed({"refusal": result.value})
    if isinstance(result, Document):
        return _packed({"pages": result.pages})
    facts = {"media_type": result.media_type.value, "width": result.width, "height": result.height}
    return _packed({**facts, "size": len(result.data)}, result.data, result.thumbnail)


def understood(answered: bytes, data: bytes, limits: FileLimits) -> Picture | Document | FileRefusal:
    """Read an answer about `data`.

    :raises NotUnderstood: when it is not one that `answer` could have given
    """
    head, _, body = answered.partition(b"\n")
    try:
        facts = json.loads(head)
        if "refusal" in facts:
            return FileRefusal(facts["refusal"])
        if "pages" in facts:
            return _document(data, int(facts["pages"]), limits)
        return _picture(facts, body, limits)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        raise NotUnderstood from failure


def main(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer one question."""
    answered.write(answer(asked.read()))
    answered.flush()


def _packed(facts: dict[str, object], *blobs: bytes) -> bytes:
    return json.dumps(facts).encode() + b"\n" + b"".join(blobs)


def _document(data: bytes, pages: int, limits: FileLimits) -> Document:
    if kind_of(data[:12]) is not Kind.PDF or not 1 <= pages <= limits.max_pages:
        raise ValueError("not a document")
    return Document(data=data, media_type=MediaType.PDF, pages=pages)


def _picture(facts: dict[str, object], body: bytes, limits: FileLimits) -> Picture:
    media_type = MediaType(str(facts["media_type"]))
    width, height, size = (int(str(facts[name])) for name in ("width", "height", "size"))
    data, thumbnail = body[:size], body[size:]
    fits = 1 <= min(width, height) <= max(width, height) <= limits.picture_edge
    if not fits or kind_of(data[:12]) is not KIND_OF[media_type] or kind_of(thumbnail[:12]) is not Kind.JPEG:
        raise ValueError("not a picture")
    return Picture(data=data, media_type=media_type, width=width, height=height, thumbnail=thumbnail)
