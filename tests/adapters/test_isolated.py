"""A child process that crashes, hangs or swells ends alone."""

from __future__ import annotations

import textwrap
import time

import pytest

from legesvar.adapters import isolated


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Write a module the child can import although it is closed off from our paths: run its file by name."""

    def write(body: str) -> str:
        folder = tmp_path / "child"
        folder.mkdir(exist_ok=True)
        (folder / "hostile.py").write_text("import sys\ndef main(asked, answered):\n" + textwrap.indent(body, "    "))
        monkeypatch.setattr(
            isolated,
            "COMMAND",
            ("-c", f"import sys; sys.path.insert(0, {str(folder)!r}); " + START),
        )
        return "hostile"

    return write


START = "import runpy; runpy.run_module('legesvar.adapters.isolated', run_name='__main__', alter_sys=True)"


def test_the_answer_comes_back(module):
    assert isolated.run(module("answered.write(asked.read()[::-1])"), b"abc") == b"cba"


@pytest.mark.parametrize(
    "body",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "sys.exit(3)",
        "raise ValueError",
        "held = bytearray(900 * 1024 * 1024)",
        "import tempfile\nwith tempfile.TemporaryFile() as file: file.write(b'x')",
    ],
    ids=["crash", "exit", "raise", "memory", "writes"],
)
def test_a_child_that_misbehaves_is_a_failure(module, body):
    with pytest.raises(isolated.IsolationFailed):
        isolated.run(module(body), b"", memory_mebibytes=512)


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(60)"], ids=["spins", "sleeps"])
def test_a_child_that_never_ends_is_ended(module, body):
    began = time.monotonic()
    with pytest.raises(isolated.IsolationFailed):
        isolated.run(module(body), b"", seconds=1)
    assert time.monotonic() - began < 10


def test_a_child_sees_none_of_our_settings(module, monkeypatch):
    monkeypatch.setenv("LEGESVAR_SECRET_KEY", "hemmelig")
    body = "import os; answered.write(repr(dict(os.environ)).encode())"
    assert b"hemmelig" not in isolated.run(module(body), b"")
