"""Plots as shapes: every bar within the frame, every height true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legesvar.web.clinic.statistics.chart import BOTTOM, HEIGHT, LEFT, TOP, WIDTH, scale, stacked

values = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=52)


@given(values)
def test_no_bar_leaves_the_frame_and_each_is_as_high_as_its_value(found: list[tuple[int, int]]) -> None:
    chart = stacked([str(n) for n in range(len(found))], [("a", [a for a, _ in found]), ("b", [b for _, b in found])])
    _, top = scale(max(a + b for a, b in found))
    room = HEIGHT - TOP - BOTTOM
    for bar in chart.bars:
        assert float(bar.x) >= LEFT
        assert float(bar.x) + float(bar.width) <= WIDTH + 0.1
        assert float(bar.y) >= TOP - 0.1
        assert float(bar.y) + float(bar.height) <= HEIGHT - BOTTOM + 0.2
    drawn = sum(float(bar.height) for bar in chart.bars)
    assert drawn == pytest.approx(sum(a + b for a, b in found) / top * room, abs=0.1 * len(chart.bars) + 0.1)


@given(st.floats(0.01, 1_000_000))
def test_the_lines_are_few_and_round_and_the_top_is_above_all(largest: float) -> None:
    step, top = scale(largest)
    assert top >= largest or top == pytest.approx(largest)
    assert 1 <= top / step <= 6
    assert f"{step:g}".strip("0.")[0] in "125"


def test_of_nothing_there_is_a_frame_and_no_bar() -> None:
    chart = stacked(["1", "2"], [("a", [0, 0])])
    assert (chart.bars, [line.text for line in chart.lines]) == ((), ["0", "1"])


def test_of_many_weeks_some_are_named() -> None:
    assert len(stacked([str(n) for n in range(52)], [("a", [1] * 52)]).names) == 13
