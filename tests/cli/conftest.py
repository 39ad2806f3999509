"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from testkit.command_parent import CommandParent, start_command_parent


@pytest.fixture(scope="session")
def command_parent() -> Iterator[CommandParent]:
    with start_command_parent() as parent:
        yield parent
