"""`legesvar serve`: the portal, by granian."""

import argparse
import ctypes
import gc
import os
import sys
from collections.abc import Sequence

# More threads than cores: most of a page's time goes to the database. Each keeps one connection.
THREADS = 4
STOP_SECONDS = 20
ARENA_MAX, MMAP_THRESHOLD = -8, -3  # malloc.h
LARGE_BYTES = 128 * 1024


def main(argv: Sequence[str]) -> int:
    """Check the database and its wall, then serve until told to stop."""
    parser = argparse.ArgumentParser(
        prog="legesvar serve",
        description="Serves the portal until SIGTERM or Ctrl-C; pages that are being made are finished first.",
    )
    parser.add_argument("--host", default=os.environ.get("LEGESVAR_HOST", "127.0.0.1"), help="address to listen on")
    parser.add_argument("--port", type=int, default=int(os.environ.get("LEGESVAR_PORT", "8000")))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="default: one for each core")
    parser.add_argument("--threads", type=int, default=THREADS, help="in each process")
    options = parser.parse_args(argv)
    _refuse_unless_ready()
    _give_memory_back()
    return _serve(options)


def _refuse_unless_ready() -> None:
    import django

    django.setup()
    from legesvar.cli import assets, guard

    guard.refuse_unless_ready()
    if not assets.are_gathered():
        print("Legesvar does not start. Style sheets and scripts are missing. Run: legesvar assets", file=sys.stderr)
        raise SystemExit(1)
    _load_pages()


def _load_pages() -> None:
    """Load all pages once, before the workers are forked off: they share the memory, and a fault stops the start."""
    from django.urls import get_resolver

    get_resolver().check()
    # What is loaded now stays. Not looked through at each collection, it costs a request nothing, and is never copied.
    gc.collect()
    gc.freeze()


def _give_memory_back() -> None:
    """Let a worker be as small after pictures and documents as before them.

    All its threads take memory from one heap: with one each, a picture's stays with them all. What is large is given
    back as soon as it is done with; the threshold would else grow with the first, and keep what comes later. The server
    takes what it reads from a heap of its own, which reads its setting when it is loaded.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # glibc's; other libraries have one heap as it is
    if set_option is not None:
        set_option(ARENA_MAX, 1)
        set_option(MMAP_THRESHOLD, LARGE_BYTES)


def _serve(options: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "legesvar.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.processes,
        blocking_threads=options.threads,
        # A thread that ends leaves its connection to the database behind.
        blocking_threads_idle_timeout=600,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_enabled=False,
    ).serve()
    return 0
