"""`legesvar <command>`: everything an operator does, in one program."""

import importlib
import os
import sys
from collections.abc import Sequence

from legesvar.cli import processes

# name → (module with main(argv), what it does). Modules are loaded only when they are asked for.
COMMANDS = {
    "demo": ("demo", "start a furnished portal on this machine, with everything it needs"),
    "serve": ("serve", "serve the portal"),
    "work": ("work", "do what waits in the queue: notices, invoices, seals"),
    "prepare-database": ("prepare_database", "make the database and its two roles, as a superuser, once"),
    "migrate": ("migrate", "bring the database's tables up to this version"),
    "codes": ("codes", "load the diagnoses (ICPC-2) that staff choose from"),
    "found-clinic": ("found_clinic", "make a clinic with one administrator, who does the rest on the pages"),
    "bounces": ("bounces", "take e-mail that came back, and let the patient be told by SMS instead"),
    "check": ("check", "look whether this installation is fit to be used, and say what is not"),
    "verify-audit": ("verify_audit", "see whether anybody has changed or removed lines of the audit"),
    "healthy": ("healthy", "ask the portal on this host whether it is ready"),
    "assets": ("assets", "gather style sheets, scripts and fonts for the web server"),
    "catalogues": ("catalogues", "gather the texts people read for translation, and compile the translations"),
    "furnish": ("furnish", "fill the demo's database with clinics, people and what has happened (the demo does it)"),
    "seed": ("seed", "fill a database with invented clinics, patients and dialogues"),
    "draw": ("draw", "draw the diagrams in docs/ from the code"),
}
# Those whose modules use the domain and so need its tables described before they are loaded.
READY = {"verify-audit", "furnish", "found-clinic", "codes"}
SETTINGS = "legesvar.config.settings"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"legesvar has no command «{name}».\n\n{overview()}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    processes.follow_parent()
    if name in READY:
        _load_settings()
    module = importlib.import_module(f"legesvar.cli.{COMMANDS[name][0]}")
    try:
        return module.main(rest) or 0
    except KeyboardInterrupt:
        return 130


def _load_settings() -> None:
    import django

    django.setup()


def overview() -> str:
    """Return the list of commands in plain words."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(["legesvar <command> [options]", "", *lines, "", "legesvar <command> --help tells more."])


if __name__ == "__main__":
    sys.exit(main())
