"""Sparklines: SVG written on the server. The page uses one as a mask over its ink, so that both themes share it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

WIDTH, HEIGHT = 72, 22
FEWEST = 3  # of fewer there is no course to see
Values = Sequence[float | None]


def bars(values: Values) -> str:
    """From zero; an unknown value leaves its place open. Empty where there are few."""
    if len(values) < FEWEST:
        return ""
    top = max((v for v in values if v), default=0)
    step = WIDTH / max(len(values), 1)
    drawn = (_bar(place * step, step, v, top) for place, v in enumerate(values) if v is not None and top)
    return _svg("".join(drawn))


def _bar(x: float, step: float, value: float, top: float) -> str:
    height = max(value / top * HEIGHT, 0.5)
    return f'<rect x="{x:.1f}" y="{HEIGHT - height:.1f}" width="{step * (0.72 if step > 1.2 else 1):.1f}" height="{height:.1f}"/>'


def line(values: Values, top: float | None = None) -> str:
    """From zero to `top`, broken where a value is unknown, with a point at the newest. Empty where there are few."""
    if len(values) < FEWEST:
        return ""
    top = top or max((v for v in values if v), default=0) or 1
    step = (WIDTH - 4) / max(len(values) - 1, 1)
    points = [None if v is None else (2 + i * step, HEIGHT - 2 - v / top * (HEIGHT - 4)) for i, v in enumerate(values)]
    base = f'<path d="M0 {HEIGHT - 0.5}H{WIDTH}" stroke="#000" stroke-opacity=".3"/>'
    path = f'<path d="{_path(points)}" fill="none" stroke="#000" stroke-width="1.5"/>'
    last = next((p for p in reversed(points) if p), None)
    dot = f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2"/>' if last else ""
    return _svg(base + path + dot)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    steps, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
        else:
            steps.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
            pen = "L"
    return "".join(steps)


def _svg(inside: str) -> str:
    """As a data address for CSS."""
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">{inside}</svg>'
    return f'url("data:image/svg+xml,{quote(text, safe=" =:/")}")'.replace("'", "%27")
