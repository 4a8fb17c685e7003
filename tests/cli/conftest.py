"""What tests of commands stand on."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A directory that a database server of another account may reach, also while other tests begin.

    Not `tmp_path`: every run of pytest closes the directory above it to others than root.
    """
    with tempfile.TemporaryDirectory(prefix="legesvar-test-") as directory:
        yield Path(directory)
