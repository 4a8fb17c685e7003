"""Draws the app's icons: the portal's speech bubble with a cross, at the sizes that phones ask for.

python scripts/app_icons.py     after build_assets.py, which empties the folder; needs Pillow, so it runs in .venv
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

BUILT = Path(__file__).resolve().parents[1] / "src/legesvar/web/static/built"
GROUND, PAPER = (11, 95, 112), (255, 255, 255)
# Drawn larger and scaled down, so that round corners become smooth.
FINER = 4
# The icon's own grid, as in static/img/icon.svg: 32 by 32.
GRID = 32
# A maskable icon may be cut to a circle of four fifths, so its drawing is smaller and its ground reaches the edges.
SAFE = 0.66
ICONS = {
    "app-192": (192, False),
    "app-512": (512, False),
    "app-maskable-512": (512, True),
    "app-touch-180": (180, True),
}


def draw(size: int, *, maskable: bool) -> Image.Image:
    """Draw one icon of so many pixels."""
    unit = size * FINER / GRID
    scale = SAFE if maskable else 1
    picture = Image.new("RGBA", (size * FINER, size * FINER), (*GROUND, 255 if maskable else 0))
    pen = ImageDraw.Draw(picture)
    if not maskable:
        pen.rounded_rectangle((0, 0, size * FINER - 1, size * FINER - 1), 7 * unit, fill=GROUND)

    def at(x: float, y: float) -> tuple[float, float]:
        middle = GRID / 2
        return ((x - middle) * scale + middle) * unit, ((y - middle) * scale + middle) * unit

    pen.rounded_rectangle((*at(7, 7), *at(25, 21)), 2.5 * scale * unit, fill=PAPER)
    pen.polygon([at(10, 20), at(10, 25.5), at(15, 21), at(15, 20)], fill=PAPER)
    for left, top, right, bottom in ((14.8, 10, 17.2, 18), (12, 12.8, 20, 15.2)):
        pen.rounded_rectangle((*at(left, top), *at(right, bottom)), 1.2 * scale * unit, fill=GROUND)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write the icons that are missing, or all when this script has changed."""
    drawn = Path(__file__).stat().st_mtime
    for name, (size, maskable) in ICONS.items():
        file = BUILT / f"{name}.png"
        if not file.exists() or file.stat().st_mtime < drawn:
            draw(size, maskable=maskable).save(file, optimize=True)


if __name__ == "__main__":
    main()
