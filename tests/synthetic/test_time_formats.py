"""Times in every format mean the same moment."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.synthetic.time_formats import format_times


@given(st.lists(st.integers(0, 2**32), max_size=50), st.integers(0, 99))
def test_every_format_is_read_back(moments: list[int], seed: int) -> None:
    texts = format_times(np.array(moments, dtype=np.int64), np.random.default_rng(seed)).tolist()
    read = [datetime.fromisoformat(text) for text in texts]
    assert [(time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp() for time in read] == moments
