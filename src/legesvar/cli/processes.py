"""Processes that belong to one command: started by it, stopped by it, and gone when it is killed."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

LIFELINE = "LEGESVAR_LIFELINE"
STOP_SECONDS = 30
POLL_SECONDS = 0.1


class Family:
    """The processes of one command. On leaving the block all are told to stop, and in the end made to."""

    def __init__(self) -> None:
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        # Nobody ever writes: the reading ends see the end when this process ends, however it ends.
        self._lifeline, self._held = os.pipe()

    def __enter__(self) -> "Family":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        os.close(self._held)
        os.close(self._lifeline)

    def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], *, log: Path | None = None
    ) -> None:
        """Start a program that follows its parent, with this environment.

        :param log: where what it says goes, from the beginning; not given: where our own goes
        """
        with contextlib.ExitStack() as opened:
            output = opened.enter_context(log.open("wb")) if log else None
            self.children[name] = subprocess.Popen(
                command,
                env={**environment, LIFELINE: str(self._lifeline)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=[self._lifeline],
                start_new_session=True,  # Ctrl-C reaches only us, and we stop the others in order
            )

    def forget(self, name: str) -> None:
        """Take one that has ended as it should out of those that are watched."""
        del self.children[name]

    def ended(self) -> tuple[str, int] | None:
        """Return the name and exit code of one that has ended by itself, if any."""
        for name, child in self.children.items():
            code = child.poll()
            if code is not None:
                return name, code
        return None

    def wait(self) -> tuple[str, int]:
        """Wait until one of them ends by itself, and return its name and exit code."""
        while (found := self.ended()) is None:
            time.sleep(POLL_SECONDS)
        return found

    def stop(self) -> None:
        """Tell all to stop at once, wait for them, and end those that do not."""
        for child in self.children.values():
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self.children.clear()


def legesvar(*arguments: str) -> list[str]:
    """Return the command line of `legesvar <arguments>`."""
    return [sys.executable, "-m", "legesvar.cli", *arguments]


def follow_parent() -> None:
    """Stop this process when the one that started it is gone, also when that was killed."""
    lifeline = os.environ.pop(LIFELINE, None)
    if lifeline is not None:
        threading.Thread(target=_stop_at_end_of, args=(int(lifeline), os.getpid()), daemon=True).start()


def _stop_at_end_of(descriptor: int, pid: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(pid, signal.SIGTERM)
