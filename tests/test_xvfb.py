"""A real window under a virtual display: the first week by mouse. `tests/xvfb.py` plays whole games."""

import pytest
import xvfb

GONE = xvfb.missing()


@pytest.mark.skipif(bool(GONE), reason=f"not installed: {', '.join(GONE)}; apt-get install xvfb xdotool")
def test_a_week_is_played_in_a_real_window(tmp_path):
    """A bargain, an answer, paid moves, and what was ended is taken back."""
    found = xvfb.whole("mouse", False, (1280, 800), tmp_path, beats=4)
    assert found["weeks"] >= 1
    assert found["bargains"] >= 1
    assert found["paid"] >= 2
    assert found["kinds"] >= 2
    assert len(list(tmp_path.glob("*.png"))) >= 3
