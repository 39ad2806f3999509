"""Times in every spelling mean the same moment."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nyaastats.synthetic.spelling import spell


@given(st.lists(st.integers(0, 2**32), max_size=50), st.integers(0, 99))
def test_every_spelling_is_read_back(moments: list[int], seed: int) -> None:
    spelled = spell(np.array(moments, dtype=np.int64), np.random.default_rng(seed)).tolist()
    read = [datetime.fromisoformat(text) for text in spelled]
    assert [(time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp() for time in read] == moments
