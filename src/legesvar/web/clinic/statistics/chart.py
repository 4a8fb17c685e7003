"""Plots as finished shapes: the template only writes them down, so that no script and no style is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 260
LEFT, TOP, BOTTOM = 44, 12, 28
GAP = 0.35
LABELS = 13
TICKS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle. `part` says what it stands for, and so how it is drawn."""

    x: str
    y: str
    width: str
    height: str
    part: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot of stacked bars: lines across with their numbers to the left, names below."""

    width: int
    height: int
    left: int
    right: int
    bars: tuple[Bar, ...]
    lines: tuple[Label, ...]
    names: tuple[Label, ...]


def stacked(names: Sequence[str], parts: Sequence[tuple[str, Sequence[float]]]) -> Chart:
    """Draw one bar a name, made of parts from below upwards.

    :param parts: what a part stands for, and its value for each name
    """
    totals = [sum(values[n] for _, values in parts) for n in range(len(names))]
    step, top = scale(max(totals, default=0))
    room, slot = HEIGHT - TOP - BOTTOM, (WIDTH - LEFT) / max(len(names), 1)
    bars: list[Bar] = []
    for n in range(len(names)):
        base = float(HEIGHT - BOTTOM)
        for part, values in parts:
            tall = values[n] / top * room
            base -= tall
            if tall:
                bars.append(_bar(LEFT + slot * (n + GAP / 2), base, slot * (1 - GAP), tall, part))
    lines = [_line(step * n, top, room) for n in range(round(top / step) + 1)]
    every = -(-len(names) // LABELS)
    written = [
        Label(_number(LEFT + slot * (n + 0.5)), str(HEIGHT - 8), name) for n, name in enumerate(names) if n % every == 0
    ]
    return Chart(WIDTH, HEIGHT, LEFT, WIDTH, tuple(bars), tuple(lines), tuple(written))


def scale(largest: float) -> tuple[float, float]:
    """Return the step between the lines, a round number, and the top of the plot, which no bar passes."""
    if largest <= 0:
        return 1, 1
    step = 1.0
    while largest / step > TICKS:
        step *= 2 if str(step)[0] in "15" else 2.5
    return step, step * -(-largest // step)


def _bar(x: float, y: float, width: float, height: float, part: str) -> Bar:
    return Bar(_number(x), _number(y), _number(width), _number(height), part)


def _line(value: float, top: float, room: float) -> Label:
    return Label(str(LEFT - 8), _number(HEIGHT - BOTTOM - value / top * room), f"{value:g}")


def _number(value: float) -> str:
    return f"{value:.1f}"
