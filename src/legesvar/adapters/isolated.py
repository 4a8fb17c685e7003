"""Run a function on hostile bytes in a process of its own, which may neither take much nor harm anything.

Decoders of pictures are large programs in C that strangers feed. In a process of its own one may crash, hang, or swell,
and the worker that serves everybody goes on; its memory goes back to the system at once. The answer is bytes, never
objects: what a taken-over child says is read, not run.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading

MEBIBYTE = 1024 * 1024
COMMAND = ("-m", "legesvar.adapters.isolated")
# More at once would not be faster on the machines this runs on, only larger.
AT_ONCE = threading.BoundedSemaphore(2)


class IsolationFailed(Exception):
    """The process crashed, took too long or wanted too much memory."""


class TooBusy(Exception):
    """As many as may be run at once were running for too long."""


def run(module: str, data: bytes, *, seconds: int = 10, memory_mebibytes: int = 1200) -> bytes:
    """Start `python -m module`, give it the data on standard input, and return what it writes.

    :param module: a module whose import is enough to run it; it must not need our settings or the network
    :param seconds: of processor time; twice as many may pass on the clock
    :raises IsolationFailed: when it does not end well
    :raises TooBusy: when there was no room for it in time
    """
    if not AT_ONCE.acquire(timeout=2 * seconds):
        raise TooBusy
    try:
        return _run(module, data, seconds, memory_mebibytes)
    finally:
        AT_ONCE.release()


def _run(module: str, data: bytes, seconds: int, memory_mebibytes: int) -> bytes:
    command = [sys.executable, "-I", *COMMAND, module, str(seconds), str(memory_mebibytes * MEBIBYTE)]
    try:
        ended = subprocess.run(  # noqa: S603 (our own interpreter, our own module, nothing from a user)
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/",
            timeout=2 * seconds, check=False, start_new_session=True,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise IsolationFailed(type(failure).__name__) from None
    if ended.returncode != 0:
        raise IsolationFailed(f"exit {ended.returncode}")
    return ended.stdout


def confine(seconds: int, memory_bytes: int) -> None:
    """Give up, for the rest of this process, what looking at a file does not need: much time, much memory, writing."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    os.nice(5)


if __name__ == "__main__":
    import importlib

    confine(int(sys.argv[2]), int(sys.argv[3]))
    importlib.import_module(sys.argv[1]).main(sys.stdin.buffer, sys.stdout.buffer)
