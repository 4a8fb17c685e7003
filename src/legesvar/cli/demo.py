"""`legesvar demo`: a furnished portal on this machine with all that it needs, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from legesvar.cli import database_roles, embedded_postgres, healthy, ports
from legesvar.cli.demo_directory import DemoProblem, Directory, explained
from legesvar.cli.embedded_postgres import EmbeddedPostgresError, Server
from legesvar.cli.processes import Family, legesvar

PROCESSES = 2
READY_SECONDS, PORT_SECONDS, STOP_SECONDS = 120, 30, 90
POLL_SECONDS = 0.1

WELCOME = """
Legesvar er klar på {portal}/

  Pasient:  {portal}/logg-inn/           logg inn som Aud Prøvestad
  Lege:     {portal}/klinikk/logg-inn/   logg inn som Ingrid Testlund
  Resten:   {portal}/demo/               alle personene, og e-post og SMS som er sendt

Alt er oppdiktet. Dataene ligger i {directory}. Avslutt med Ctrl-C.
"""


class Stopped(Exception):
    """Somebody asked us to stop before we had come up."""


def main(argv: Sequence[str]) -> int:
    """Start the demo and stay until it is stopped; or stop one."""
    options = _options(argv)
    directory = Directory(Path(options.data_dir).expanduser().absolute())
    try:
        if options.stop:
            return stop(directory)
        with explained(directory.path), _asked_to_stop() as stopping, directory.held(options.port) as was_killed:
            return Demo(directory, options, stopping).run(was_killed=was_killed)
    except (DemoProblem, EmbeddedPostgresError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="legesvar demo",
        description="Starts a portal with two made-up clinics, its worker, a PostgreSQL of its own, and stand-ins for "
        "login, e-mail and SMS. Nothing leaves this machine.",
    )
    parser.add_argument("--port", type=_port, default=8000, help="the portal's; the login gets the next (8000)")
    parser.add_argument("--data-dir", default=".demo", help="where everything is kept (.demo)")
    parser.add_argument("--fresh", action="store_true", help="throw away what is there, and begin anew")
    parser.add_argument("--patients", type=_count, default=0, help="so many invented patients more (0)")
    parser.add_argument("--dialogues", type=_count, default=0, help="so many invented dialogues more (0)")
    parser.add_argument("--stop", action="store_true", help="stop the demo of this --data-dir, if there is one")
    return parser.parse_args(argv)


def _port(raw: str) -> int:
    if not raw.isdecimal() or not 1 <= int(raw) <= 65_534:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65534")
    return int(raw)


def _count(raw: str) -> int:
    if not raw.isdecimal():
        raise argparse.ArgumentTypeError("a number from 0 is needed")
    return int(raw)


@contextlib.contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C, SIGTERM and a closed terminal set, so that nothing is cut off in the middle."""
    stopping = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    former = [signal.signal(number, lambda *_: stopping.set()) for number in signals]
    try:
        yield stopping
    finally:
        for number, handler in zip(signals, former, strict=True):
            signal.signal(number, handler)


def stop(directory: Directory) -> int:
    """Stop the demo that uses the directory, and a database that one left behind when it was killed."""
    deadline = time.monotonic() + STOP_SECONDS
    if holder := directory.holder():
        os.kill(holder.pid, signal.SIGTERM)
        while directory.holder():
            if time.monotonic() > deadline:
                raise DemoProblem(f"The demo in {directory.path} (process {holder.pid}) does not stop.")
            time.sleep(POLL_SECONDS)
    embedded_postgres.stop(directory.database)
    return 0


class Demo:
    """One run of the demo."""

    def __init__(self, directory: Directory, options: argparse.Namespace, stopping: threading.Event) -> None:
        self.directory, self.options, self.stopping = directory, options, stopping
        self.portal = f"http://127.0.0.1:{options.port}"

    def run(self, *, was_killed: bool) -> int:
        """Bring everything up, say so, and stay until asked to stop; then everything is brought down.

        :raises DemoProblem: something cannot start, or has stopped by itself
        """
        embedded_postgres.programs()  # says it when the demo's packages are not there, as on a production host
        from legesvar.cli import demo_outside

        self._make_room(was_killed)
        with contextlib.ExitStack() as running:
            # First, so that it is stopped last, and also when it has only half started.
            running.callback(embedded_postgres.stop, self.directory.database)
            server = embedded_postgres.start(self.directory.database, durable=True)
            outside = running.enter_context(demo_outside.standing_in(self.directory, self.options.port))
            family = running.enter_context(Family())
            environment = self._environment(server, outside)
            self._furnish(family, environment, server)
            self._serve_and_work(family, environment)
            print(WELCOME.format(portal=self.portal, directory=self.directory.path), flush=True)
            while not self.stopping.wait(POLL_SECONDS):
                self._refuse_ended(family)
            print("Avslutter …", flush=True)
        return 0

    def _make_room(self, was_killed: bool) -> None:
        if self.options.fresh:
            embedded_postgres.stop(self.directory.database)
            self.directory.clear()
        self.directory.refuse_newer()
        for folder in (self.directory.files, self.directory.logs):
            folder.mkdir(mode=0o700, exist_ok=True)
        wanted = (self.options.port, self.options.port + 1)
        # What a killed demo had started needs a moment to notice.
        deadline = time.monotonic() + (PORT_SECONDS if was_killed else 0)
        while time.monotonic() < deadline and not all(map(ports.is_free, wanted)):
            self._pause()
        for port, whose in zip(wanted, ("", ", where the login goes,"), strict=True):
            if not ports.is_free(port):
                raise DemoProblem(f"Port {port}{whose} is taken. Choose another: --port {port + 100}")

    def _environment(self, server: Server, outside: dict[str, str]) -> dict[str, str]:
        made = outside | {
            "DEMO": "yes",
            "DEMO_DIRECTORY": str(self.directory.path),
            "SECRET_KEY": self.directory.secrets.secret_key,
            "PUBLIC_URL": self.portal,
            "DATABASE_URL": server.url(database_roles.APP),
            "FILES_URL": self.directory.files.as_uri(),
            "SYNTHETIC_IDENTITIES": "yes",
            "LOG_FORMAT": "console",
        }
        # Settings of another installation in the environment must not reach the demo.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LEGESVAR_")}
        return kept | {f"LEGESVAR_{name}": value for name, value in made.items()}

    def _furnish(self, family: Family, environment: dict[str, str], server: Server) -> None:
        as_owner = environment | {"LEGESVAR_AS_OWNER": "yes", "LEGESVAR_OWNER_DATABASE_URL": server.url()}
        self._do(family, as_owner, "furnish")
        self.directory.stamp()
        wanted = [self.options.patients, self.options.dialogues]
        if any(wanted) and self.directory.stamped("seeded") != wanted:
            patients, dialogues = map(str, wanted)
            self._do(family, as_owner, "seed", "--clinics", "0", "--patients", patients, "--dialogues", dialogues)
            self.directory.stamp(seeded=wanted)

    def _do(self, family: Family, environment: dict[str, str], name: str, *arguments: str) -> None:
        """Run a command to its end.

        :raises DemoProblem: with what it said last
        """
        family.start(name, legesvar(name, *arguments), environment, log=self._log(name))
        while (code := family.children[name].poll()) is None:
            self._pause()
        family.forget(name)
        if code:
            raise DemoProblem(self._last_words(name) or f"legesvar {name} ended with {code}. See {self._log(name)}")

    def _serve_and_work(self, family: Family, environment: dict[str, str]) -> None:
        serving = ["--port", str(self.options.port), "--processes", str(PROCESSES)]
        family.start("serve", legesvar("serve", *serving), environment, log=self._log("serve"))
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            self._refuse_ended(family)
            self._pause()
            if time.monotonic() > deadline:
                raise DemoProblem(f"The portal did not become ready. See {self._log('serve')}")
        # Not before: the two would share the processor while somebody waits for the first page.
        family.start("work", legesvar("work"), environment, log=self._log("work"))

    def _is_ready(self) -> bool:
        try:
            return healthy.ask(self.options.port, f"127.0.0.1:{self.options.port}", "http") == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False

    def _refuse_ended(self, family: Family) -> None:
        if ended := family.ended():
            name, code = ended
            said = f" It said: {words}" if (words := self._last_words(name)) else ""
            raise DemoProblem(
                f"legesvar {name} has stopped by itself ({code}); all is stopped now. See {self._log(name)}.{said}"
            )
        if not embedded_postgres.answers(self.directory.database):
            raise DemoProblem(
                f"PostgreSQL has stopped by itself; all is stopped now. See {self.directory.database / 'server.log'}."
            )

    def _pause(self) -> None:
        if self.stopping.wait(POLL_SECONDS):
            raise Stopped

    def _log(self, name: str) -> Path:
        return self.directory.logs / f"{name}.log"

    def _last_words(self, name: str) -> str:
        said = self._log(name).read_text(errors="replace").strip().splitlines()
        return said[-1] if said else ""
