"""Measures the portal's hot pages against the floor: `python -m benchmarks.run` (README.md)."""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from legesvar.cli import database_roles, embedded_postgres
from legesvar.cli.placeholders import NOWHERE

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "innboks", "arkiv", "samtale", "arbeidsliste", "samtale-klinikk", "innboks-2", "samtale-2", "lagring", "sok-navn",
    "sok-tekst", "statistikk",
)  # fmt: skip
# The way to a new dialogue, and what else has no share of the floor to reach.
TOLD = ("start", "steg", "utkast", "for-en-annen", "profil", "samtale-pdf", "skriv-til-pasient")
ACTS = ("send-med-bilde", "svar", "svar-og-avslutt")
MESSAGES_PER_DIALOGUE = 2.42
SEED_PATIENTS = 10_000
ANSWERS, SENDINGS = 120, 40
WORKER_MB = 150
SHARE_OF_FLOOR = {"innboks": 0.50, "arbeidsliste": 0.50, "samtale": 0.45}
# As much on the page in every database, so that what differs is its size.
ALIKE = (
    "innboks-2", "samtale-2", "arbeidsliste", "start", "steg", "utkast", "send-med-bilde", "profil",
    "skriv-til-pasient",
)  # fmt: skip
MOST_GROWTH, SAME_BYTES = 1.2, 0.1
# What somebody at the clinic waits for all day, with as many clients and with a worker for each core.
PROMPT, PROMPT_CLIENTS, PROMPT_MS = ("arbeidsliste", "samtale-klinikk", "sok-navn", "sok-tekst", "statistikk"), 16, 150
DESKS, DESKS_SECONDS, DESKS_SHARE = "apne-lister", 30, 0.05


def main() -> int:
    """Seed each size once, then measure every page and the floor in turn, and print tables."""
    options = _options()
    results = {}
    for messages in options.messages:
        with _database(Path(options.data_dir) / f"pg-{messages}", messages) as environment:
            # The smaller databases are there to be compared with.
            pages = [name for name in options.pages if messages == max(options.messages) or name in ALIKE]
            results[messages] = _measure(environment, options, pages, is_largest=messages == max(options.messages))
            print(_table(messages, results[messages]), flush=True)
    print("\n".join(_verdicts(results)), flush=True)
    (Path(options.data_dir) / "results.json").write_text(json.dumps(results, indent=1))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--messages", type=int, nargs="+", default=[10_000, 1_000_000], help="sizes of the database")
    parser.add_argument("--data-dir", default=str(ROOT / ".demo" / "benchmarks"), help="databases stay here")
    parser.add_argument("--seconds", type=float, default=2, help="for each page and number of clients")
    parser.add_argument("--rounds", type=int, default=3, help="floor and page in turn; the median counts")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 16])
    parser.add_argument("--workers", type=int, default=1, help="processes of the server, when compared to the floor")
    parser.add_argument("--pages", nargs="+", choices=PAGES + TOLD + ACTS, default=PAGES + TOLD + ACTS)
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
        _legesvar(environment, "assets")
        _legesvar(environment, "migrate")
        if not (data_dir / "seeded").exists():
            dialogues = round(messages / MESSAGES_PER_DIALOGUE)
            began = time.monotonic()
            patients = min(SEED_PATIENTS, dialogues // 2)
            _legesvar(environment, "seed", f"--patients={patients}", f"--dialogues={dialogues}")
            print(f"{messages} messages were seeded in {time.monotonic() - began:.0f} s", flush=True)
            (data_dir / "seeded").touch()
        postmaster = (data_dir / "postmaster.pid").read_text().split()[0]
        yield {**environment, "BENCHMARK_POSTMASTER": postmaster}
    finally:
        embedded_postgres.stop(data_dir)


def _legesvar(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "legesvar.cli", *arguments], env=environment, check=True, stdout=sys.stderr)


def _measure(
    environment: dict[str, str], options: argparse.Namespace, names: Sequence[str], *, is_largest: bool
) -> dict[str, Any]:
    django = {**environment, "DJANGO_SETTINGS_MODULE": "legesvar.config.settings"}
    wishes = {"answers": ANSWERS, "sendings": SENDINGS}
    visits = _python("benchmarks.visits", wishes, {**django, "LEGESVAR_AS_OWNER": "yes"})
    counts = _python("benchmarks.counts", visits, django)
    bare = [{"cookie": "", "steps": [{"method": "GET", "path": f"/side/{first}"}]} for first in range(1, 200, 7)]
    least = [{"cookie": "", "steps": [{"method": "GET", "path": f"/{first}"}]} for first in range(1, 200, 7)]
    pages: dict[str, Any] = {}
    with (
        _server(environment, "legesvar.config.settings", options.workers) as portal,
        _server(environment, "benchmarks.floor", options.workers) as floor,
    ):
        for name in names:
            for clients in options.clients:
                rounds = 1 if name in ACTS else options.rounds
                pages[f"{name} {clients}"] = _compare(
                    portal, floor, visits[name], (bare, least), name in ACTS, rounds, clients, options
                )
        memory = {"portal": _memory(portal), "floor": _memory(floor)}
    prompt = _as_in_production(environment, options, names, visits) if is_largest else {}
    return {"pages": pages, "counts": counts, "memory": memory, "prompt": prompt}


def _as_in_production(
    environment: dict[str, str], options: argparse.Namespace, names: Sequence[str], visits: dict[str, Any]
) -> dict[str, Any]:
    """Load the clinic's pages with a worker for each core, and let the worklist lie open at every desk."""
    with _server(environment, "legesvar.config.settings", os.cpu_count() or 1) as portal:
        told = {
            name: _load(portal, visits[name], False, PROMPT_CLIENTS, options.seconds * options.rounds)
            for name in PROMPT if name in names
        }  # fmt: skip
        if told:
            desks = visits[DESKS]
            asked = _load(portal, desks, False, len(desks), DESKS_SECONDS, _seconds_between_asking())
            told[DESKS] = asked | {"desks": len(desks)}
    return told


def _seconds_between_asking() -> float:
    script = (ROOT / "src/legesvar/web/static/js/live.js").read_text()
    found = re.search(r"const PAUSE = (\d+);", script)
    assert found is not None, "live.js does not say how often it asks"
    return int(found[1]) / 1000


def _compare(
    portal: Any,
    floor: Any,
    visits: list[Any],
    floors: tuple[list[Any], list[Any]],
    once: bool,
    times: int,
    clients: int,
    options: argparse.Namespace,
) -> dict[str, Any]:
    """Load the floor and the page in turn, so that what else the machine does meets both alike."""
    rounds = []
    for _ in range(times):
        share = _take(visits, len(visits) // len(options.clients)) if once else visits
        bare, least = (_load(floor, each, False, clients, options.seconds) for each in floors)
        told = _load(portal, share, once, clients, options.seconds * (5 if once else 1))
        rates = {"rate": _rate(told), "floor": _rate(bare), "least": _rate(least)}
        rates |= {"floor_cpu": bare["cpu"], "least_cpu": least["cpu"], "cpu_ratio": bare["cpu"] / told["cpu"]}
        rounds.append(told | rates)
    for each in rounds:
        each["ratio"] = each["rate"] / each["floor"]
    return sorted(rounds, key=lambda each: each["ratio"])[len(rounds) // 2] | {
        "ratio": median(each["ratio"] for each in rounds)
    }


def _rate(told: dict[str, Any]) -> float:
    return float(told["requests"] / told["took"])


def _take(visits: list[Any], number: int) -> list[Any]:
    taken, visits[:] = visits[:number], visits[number:]
    return taken


def _load(server: Any, visits: list[Any], once: bool, clients: int, seconds: float, pause: float = 0) -> dict[str, Any]:
    before = _cpu_seconds(server)
    plan = {
        "port": server.port, "visits": visits, "once": once, "clients": clients, "seconds": seconds, "pause": pause,
    }  # fmt: skip
    told = _python("benchmarks.load", plan, dict(os.environ), core=(os.cpu_count() or 1) - 1)
    if told["failed"]:
        print(f"{told['failed']} answers were not as expected, such as: {told['wrong']}", file=sys.stderr, flush=True)
    spent = _cpu_seconds(server) - before
    return told | {"cpu": spent * 1000 / max(1, told["requests"])}


def _cpu_seconds(server: Any) -> float:
    """Return the seconds of processor time that the server and the database have used: load elsewhere adds nothing."""
    ticks = 0
    for pid in _family(server.pid) + _family(server.database):
        try:
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(number) for number in after_name[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(grandchild for child in children for grandchild in _family(int(child)))]


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
    process.port, process.database = port, int(environment["BENCHMARK_POSTMASTER"])
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


COLUMNS = (
    ("p50 ms", "p50", ".1f"), ("p95", "p95", ".1f"), ("p99", "p99", ".1f"), ("requests/s", "rate", ".0f"),
    ("floor", "floor", ".0f"), ("least", "least", ".0f"), ("ratio", "ratio", ".2f"), ("CPU ms", "cpu", ".2f"),
    ("floor", "floor_cpu", ".2f"), ("least", "least_cpu", ".2f"), ("ratio", "cpu_ratio", ".2f"),
)  # fmt: skip


def _verdicts(results: dict[int, Any]) -> list[str]:
    """Say of each target whether it was reached, in the largest database and with the most clients."""
    sizes = sorted(results)
    small, large = results[sizes[0]], results[sizes[-1]]
    said = ["\n### Verdict\n"]
    for name, wanted in SHARE_OF_FLOOR.items():
        for key in [key for key in large["pages"] if key.split()[0] == name]:
            told = large["pages"][key]
            share = f"{told['ratio']:.2f} of the floor's requests/s ({told['cpu_ratio']:.2f} by processor time)"
            said.append(_verdict(told["ratio"] >= wanted, f"{key} clients: {share}, wanted {wanted:.2f}"))
    if len(sizes) > 1:
        said += [line for name in ALIKE for line in _growth(name, small, large)]
    said += _prompt(large["prompt"])
    biggest = max(large["memory"]["portal"], default=0)
    said.append(_verdict(biggest < WORKER_MB, f"memory of a worker: {biggest} MB, wanted under {WORKER_MB}"))
    told = [each for result in results.values() for part in ("pages", "prompt") for each in result[part].values()]
    failed = sum(each["failed"] for each in told)
    said.append(_verdict(not failed, f"{failed} answers were not as expected"))
    return said


def _prompt(told: dict[str, Any]) -> Iterator[str]:
    """Say how long one waits for the clinic's pages, by their slowest step, and what the open worklists cost."""
    slowest = {name: max([told[name]["p95"], *(step["p95"] for step in told[name]["steps"].values())])
               for name in PROMPT if name in told}  # fmt: skip
    if slowest:
        each = ", ".join(f"{name} {p95:.0f}" for name, p95 in slowest.items())
        yield _verdict(
            max(slowest.values()) < PROMPT_MS,
            f"worklist, clinic's thread, search and statistics: p95 {each} ms at {PROMPT_CLIENTS} clients and"
            f" {os.cpu_count()} workers, wanted under {PROMPT_MS}",
        )
    if DESKS in told:
        desks = told[DESKS]
        share = desks["cpu"] * desks["requests"] / 1000 / desks["took"]
        yield _verdict(
            share < DESKS_SHARE,
            f"open worklists of {desks['desks']} staff: {share:.1%} of a core ({desks['requests']} requests in"
            f" {desks['took']:.0f} s), wanted under {DESKS_SHARE:.0%}",
        )


def _growth(name: str, small: dict[str, Any], large: dict[str, Any]) -> Iterator[str]:
    """Compare a page in two databases, in processor time over the floor's, so that a slower minute does not count."""
    for key in [key for key in large["pages"] if key.split()[0] == name and key in small["pages"]]:
        told = small["pages"][key], large["pages"][key]
        sizes = [each["bytes"] / max(1, each["visits"]) for each in told]
        growth = told[0]["cpu_ratio"] / told[1]["cpu_ratio"]
        said = f"{key} clients: {growth:.2f} times the cost in the largest database, wanted at most {MOST_GROWTH}"
        if max(sizes) <= min(sizes) * (1 + SAME_BYTES):
            yield _verdict(growth <= MOST_GROWTH, said)
        else:
            yield f"- unsaid: {said}; but the visits are not alike ({sizes[0]:.0f} and {sizes[1]:.0f} bytes)"


def _verdict(reached: bool, said: str) -> str:
    return f"- {'reached' if reached else 'MISSED'}: {said}"


def _table(messages: int, result: dict[str, Any]) -> str:
    heads = ["page", "clients", *(head for head, _, _ in COLUMNS), "queries", "bytes", "sent"]
    lines = [f"\n### {messages} messages\n", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for key, told in result["pages"].items():
        name, clients = key.split()
        count = result["counts"].get(name, {})
        cells = [name, clients, *(format(told[field], form) for _, field, form in COLUMNS)]
        cells += [str(count.get(field, "")) for field in ("queries", "size", "sent")]
        lines.append(f"| {' | '.join(cells)} |")
    for key, told in result["pages"].items():
        for step, at in told["steps"].items():
            lines.append(f"\n{key}, {step}: p50 {at['p50']:.1f}, p95 {at['p95']:.1f}, p99 {at['p99']:.1f} ms")
    return "\n".join([*lines, "", f"Memory of a worker after the load, MB: {result['memory']}"])


if __name__ == "__main__":
    sys.exit(main())
