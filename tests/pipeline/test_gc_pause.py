"""The search for cyclic garbage is as it was before, whatever happened."""

import gc
from collections.abc import Iterator

import pytest

from nyaastats.pipeline.gc_pause import gc_paused


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    was_enabled = gc.isenabled()
    yield
    (gc.enable if was_enabled else gc.disable)()


@pytest.mark.parametrize("enabled", [True, False])
def test_it_is_put_aside_and_then_as_before(*, enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    with gc_paused():
        assert not gc.isenabled()
    assert gc.isenabled() == enabled


def test_an_error_changes_nothing() -> None:
    gc.enable()
    with pytest.raises(ValueError, match="broken"), gc_paused():
        raise ValueError("broken")
    assert gc.isenabled()
