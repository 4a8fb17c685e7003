"""Plays recorded visits against a server of this machine, with a bounded number of clients and for a bounded time.

A process of its own, so that it can be kept away from the server's core: `python -m benchmarks.load < plan.json`.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import re
import sys
import time
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

MOST_CLIENTS, MOST_SECONDS = 64, 120
ENCODING = "gzip"  # what is asked for, as browsers do; whether it is given is the server's choice


@dataclass
class Told:
    """What was measured: seconds of each request that counts, and answers that were not as expected."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    visits: int = 0
    steps: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


async def play(plan: dict[str, Any]) -> dict[str, Any]:
    """Play a plan's visits until its time is over or, where each may be made once, until all are made."""
    clients = min(plan["clients"], MOST_CLIENTS)
    until = time.monotonic() + min(plan["seconds"], MOST_SECONDS)
    told = Told()
    visits = iter(plan["visits"]) if plan["once"] else cycle(plan["visits"])
    began = time.monotonic()
    pause = plan["pause"]
    await asyncio.gather(*(
        _client(plan["port"], visits, until, told, pause, pause * n / clients) for n in range(clients)
    ))  # fmt: skip
    took = time.monotonic() - began
    return {**_summary(told.seconds), "took": took, "bytes": told.bytes, "visits": told.visits, "wrong": told.wrong[:3],
            "failed": len(told.wrong), "steps": {name: _summary(seconds) for name, seconds in told.steps.items()},
            }  # fmt: skip


async def _client(port: int, visits: Any, until: float, told: Told, pause: float, first: float) -> None:
    await asyncio.sleep(first)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for visit in visits:
            if time.monotonic() >= until or len(told.wrong) > 20:
                break
            await _visit(reader, writer, visit, told)
            told.visits += 1
            await asyncio.sleep(min(pause, max(0.0, until - time.monotonic())))
    finally:
        writer.close()


async def _visit(reader: Any, writer: Any, visit: dict[str, Any], told: Told) -> None:
    known = dict(visit.get("known", {}))
    for step in visit["steps"]:
        message = _message(step, visit["cookie"], known)
        began = time.perf_counter()
        writer.write(message)
        status, location, encoding, sent = await _answer(reader)
        told.seconds.append(time.perf_counter() - began)
        if len(visit["steps"]) > 1:
            told.steps.setdefault(f"{step['method']} {step['path']}", []).append(told.seconds[-1])
        told.bytes += len(sent)
        body = readable(encoding, sent)
        if status != step.get("status", 200) or step.get("to", "") not in location:
            told.wrong.append(f"{step['method']} {step['path']}: {status} {location} {_seen(body)}")
            return
        for name, pattern in step.get("take", {}).items():
            found = re.search(pattern, location or body.decode())
            if found is None:
                told.wrong.append(f"{step['path']}: no {name}")
                return
            known[name] = html.unescape(found[1])


def readable(encoding: str, sent: bytes) -> bytes:
    """Return a body as it was before it was compressed, if it was."""
    assert encoding in {"", ENCODING}, encoding
    return gzip.decompress(sent) if encoding else sent


def _seen(body: bytes) -> str:
    return " ".join(re.sub(rb"<[^>]*>", b" ", body).decode(errors="replace").split())[:300]


def _message(step: dict[str, Any], cookie: str, known: dict[str, str]) -> bytes:
    path, body = step["path"], step.get("body", "").encode("latin-1")
    for name, value in known.items():
        path = path.replace(f"«{name}»", value)
        body = body.replace(f"«{name}»".encode("latin-1"), value.encode())
    head = [f"{step['method']} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}", "Connection: keep-alive",
            f"Accept-Encoding: {ENCODING}"]  # fmt: skip
    if step["method"] == "POST":
        head += [f"Content-Type: {step['type']}", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]).encode() + body


async def _answer(reader: Any) -> tuple[int, str, str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    if fields.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    else:
        body = await reader.readexactly(int(fields.get("content-length", 0)))
    return int(head[0].split()[1]), fields.get("location", ""), fields.get("content-encoding", ""), body


def _summary(seconds: list[float]) -> dict[str, Any]:
    if not seconds:
        return {"requests": 0, "p50": 0.0, "p95": 0.0, "p99": 0.0}
    ordered = sorted(seconds)

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000

    return {"requests": len(ordered), "p50": at(0.50), "p95": at(0.95), "p99": at(0.99)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(play(json.load(sys.stdin)))))
