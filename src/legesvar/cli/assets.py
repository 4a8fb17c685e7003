"""`legesvar assets`: what browsers fetch, named by its content, compressed, in one directory."""

import argparse
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from legesvar.cli import placeholders


def main(argv: Sequence[str]) -> int:
    """Gather the files where they have changed since the last time."""
    argparse.ArgumentParser(
        prog="legesvar assets",
        description="Gathers style sheets, scripts, fonts and pictures, named by their content and compressed. "
        "Needs no settings and no database; build the sources first with: make assets",
    ).parse_args(argv)
    placeholders.fill()
    django.setup()
    gather()
    return 0


def gather() -> bool:
    """Gather the files unless they are as they were; True when there was something to do. Settings must be loaded."""
    root = Path(settings.STATIC_ROOT)
    stamp, state = root.with_name(root.name + ".state"), _state()
    if (root / "staticfiles.json").exists() and stamp.exists() and stamp.read_text() == state:
        return False
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
    stamp.write_text(state)
    return True


def _state() -> str:
    total = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = os.stat(storage.path(path))
            total.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return total.hexdigest()


def are_gathered() -> bool:
    """Say whether the web server has something to hand out."""
    return (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
