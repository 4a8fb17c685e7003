"""Measures the portal's hot pages against the floor: `python -m benchmarks.run` (README.md)."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from legesvar.cli import database_roles, embedded_postgres
from legesvar.cli.placeholders import NOWHERE

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("innboks", "arkiv", "samtale", "arbeidsliste", "samtale-klinikk")
ACTS = ("send-med-bilde", "svar", "svar-og-avslutt")
MESSAGES_PER_DIALOGUE = 2.44
SEED_PATIENTS = 10_000
ANSWERS, SENDINGS = 120, 40
WORKER_MB = 150


def main() -> int:
    """Seed each size once, then measure every page and the floor in turn, and print tables."""
    options = _options()
    results = {}
    for messages in options.messages:
        with _database(Path(options.data_dir) / f"pg-{messages}", messages) as environment:
            results[messages] = _measure(environment, options)
            print(_table(messages, results[messages]), flush=True)
    (Path(options.data_dir) / "results.json").write_text(json.dumps(results, indent=1))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--messages", type=int, nargs="+", default=[10_000, 1_000_000], help="sizes of the database")
    parser.add_argument("--data-dir", default=str(ROOT / ".demo" / "benchmarks"), help="databases stay here")
    parser.add_argument("--seconds", type=float, default=4, help="for each page and number of clients")
    parser.add_argument("--rounds", type=int, default=3, help="floor and page in turn; the median counts")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 16])
    parser.add_argument("--workers", type=int, default=1, help="processes of the server")
    parser.add_argument("--pages", nargs="+", choices=PAGES + ACTS, default=PAGES + ACTS)
    return parser.parse_args()


@contextmanager
def _database(data_dir: Path, messages: int) -> Iterator[dict[str, str]]:
    server = embedded_postgres.start(data_dir, durable=True)
    environment = {
        **os.environ, **{f"LEGESVAR_{name}": value for name, value in NOWHERE.items()},
        "LEGESVAR_OWNER_DATABASE_URL": server.url(database_roles.OWNER),
        "LEGESVAR_DATABASE_URL": server.url(database_roles.APP), "LEGESVAR_PUBLIC_URL": "http://127.0.0.1:8000",
        "LEGESVAR_OIDC_PATIENT_CLIENT_SECRET": "x" * 32, "LEGESVAR_OIDC_STAFF_CLIENT_SECRET": "x" * 32,
        "LEGESVAR_FILES_URL": (data_dir.parent / "files").as_uri(), "LEGESVAR_SYNTHETIC_IDENTITIES": "yes",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }  # fmt: skip
    try:
        _legesvar(environment, "migrate")
        if not (data_dir / "seeded").exists():
            dialogues = round(messages / MESSAGES_PER_DIALOGUE)
            began = time.monotonic()
            patients = min(SEED_PATIENTS, dialogues // 2)
            _legesvar(environment, "seed", f"--patients={patients}", f"--dialogues={dialogues}")
            print(f"{messages} messages were seeded in {time.monotonic() - began:.0f} s", flush=True)
            (data_dir / "seeded").touch()
        yield environment
    finally:
        embedded_postgres.stop(data_dir)


def _legesvar(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "legesvar.cli", *arguments], env=environment, check=True, stdout=sys.stderr)


def _measure(environment: dict[str, str], options: argparse.Namespace) -> dict[str, Any]:
    django = {**environment, "DJANGO_SETTINGS_MODULE": "legesvar.config.settings"}
    wishes = {"answers": ANSWERS, "sendings": SENDINGS}
    visits = _python("benchmarks.visits", wishes, {**django, "LEGESVAR_AS_OWNER": "yes"})
    counts = _python("benchmarks.counts", visits, django)
    bare = [{"cookie": "", "steps": [{"method": "GET", "path": f"/{first}"}]} for first in range(1, 200, 7)]
    pages: dict[str, Any] = {}
    with (
        _server(environment, "legesvar.config.settings", options.workers) as portal,
        _server(environment, "benchmarks.floor", options.workers) as floor,
    ):
        for name in options.pages:
            for clients in options.clients:
                pages[f"{name} {clients}"] = _compare(portal, floor, visits[name], bare, name in ACTS, clients, options)
        memory = {"portal": _memory(portal), "floor": _memory(floor)}
    return {"pages": pages, "counts": counts, "memory": memory}


def _compare(
    portal: Any, floor: Any, visits: list[Any], bare: list[Any], once: bool, clients: int, options: argparse.Namespace
) -> dict[str, Any]:
    """Load the floor and the page in turn, so that what else the machine does meets both alike."""
    rounds = []
    for _ in range(1 if once else options.rounds):
        share = _take(visits, len(visits) // len(options.clients)) if once else visits
        least = _load(floor, bare, False, clients, options.seconds)
        told = _load(portal, share, once, clients, options.seconds * (5 if once else 1))
        rounds.append(told | {"rate": told["requests"] / told["took"], "floor": least["requests"] / least["took"],
                              "floor_p50": least["p50"]})  # fmt: skip
    for each in rounds:
        each["ratio"] = each["rate"] / each["floor"]
    return sorted(rounds, key=lambda each: each["ratio"])[len(rounds) // 2] | {
        "ratio": median(each["ratio"] for each in rounds)
    }


def _take(visits: list[Any], number: int) -> list[Any]:
    taken, visits[:] = visits[:number], visits[number:]
    return taken


def _load(server: Any, visits: list[Any], once: bool, clients: int, seconds: float) -> dict[str, Any]:
    plan = {"port": server.port, "visits": visits, "once": once, "clients": clients, "seconds": seconds}
    told = _python("benchmarks.load", plan, dict(os.environ), core=(os.cpu_count() or 1) - 1)
    if told["failed"]:
        print(f"{told['failed']} answers were not as expected, such as: {told['wrong']}", file=sys.stderr, flush=True)
    return told


def _python(module: str, given: Any, environment: dict[str, str], core: int | None = None) -> Any:
    command = [sys.executable, "-m", module]
    if core is not None:
        command = ["taskset", "--cpu-list", str(core), *command]
    done = subprocess.run(
        command, input=json.dumps(given), env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{module} failed:\n{done.stderr}")
    return json.loads(done.stdout)


@contextmanager
def _server(environment: dict[str, str], settings: str, workers: int) -> Iterator[Any]:
    """Serve as production does: the same command, with other settings for the floor."""
    port = _free_port()
    command = [sys.executable, "-m", "legesvar.cli", "serve", f"--port={port}", f"--processes={workers}"]
    process = subprocess.Popen(command, env={**environment, "DJANGO_SETTINGS_MODULE": settings}, cwd=ROOT)
    process.port = port
    try:
        _wait(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: Any) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/helse/live", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not answer")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _memory(process: Any) -> list[int]:
    """Return the resident megabytes of each worker after the load."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    sizes = [Path(f"/proc/{child}/status").read_text() for child in children]
    return [int(text.split("VmRSS:")[1].split()[0]) // 1024 for text in sizes if "VmRSS:" in text]


def _table(messages: int, result: dict[str, Any]) -> str:
    lines = [
        f"\n### {messages} messages\n",
        "| page | clients | p50 ms | p95 | p99 | requests/s | floor requests/s | ratio | queries | bytes | gzip |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for key, told in result["pages"].items():
        name, clients = key.split()
        count = result["counts"].get(name, {})
        lines.append(
            f"| {name} | {clients} | {told['p50']:.1f} | {told['p95']:.1f} | {told['p99']:.1f} | {told['rate']:.0f} "
            f"| {told['floor']:.0f} | {told['ratio']:.2f} | {count.get('queries', '')} | {count.get('size', '')} "
            f"| {count.get('compressed', '')} |"
        )
    return "\n".join([*lines, "", f"Memory of a worker after the load, MB: {result['memory']}"])


if __name__ == "__main__":
    sys.exit(main())
