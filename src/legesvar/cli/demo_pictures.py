"""The pictures that the demo's patients send, drawn here: nobody's skin, and nobody's medicine."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1600, 1200)
SKIN, PATCH, SHADOW = (226, 184, 158), (186, 92, 80), (120, 84, 66)
TABLE, BOX, LID, STRIPE, PAPER = (168, 140, 112), (236, 240, 242), (214, 224, 228), (11, 95, 112), (90, 100, 106)


def draw(name: str) -> bytes:
    """Return the picture of this name, in the format that its ending tells."""
    file = io.BytesIO()
    DRAWN[name]().save(file, "PNG" if name.endswith(".png") else "JPEG")
    return file.getvalue()


def _skin(size: tuple[int, int], spots: int, spread: int) -> Image.Image:
    """Draw a dry, red patch; the same every time."""
    chance = random.Random(7)  # noqa: S311 - a drawing, not a secret
    width, height = size
    redness = Image.new("L", size, 0)
    pen = ImageDraw.Draw(redness)
    for _ in range(spots):
        x, y = chance.gauss(width * 0.55, spread), chance.gauss(height * 0.5, spread * 0.7)
        radius = chance.uniform(spread * 0.03, spread * 0.2)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=chance.randint(60, 190))
    redness = redness.filter(ImageFilter.GaussianBlur(spread * 0.09))
    skin = Image.composite(Image.new("RGB", size, PATCH), Image.new("RGB", size, SKIN), redness)
    shade = Image.radial_gradient("L").resize(size).point(lambda light: light // 3)
    return Image.composite(Image.new("RGB", size, SHADOW), skin, shade)


def _box() -> Image.Image:
    """Draw a box of tablets lying on a table."""
    picture = Image.new("RGB", SIZE, TABLE)
    pen = ImageDraw.Draw(picture)
    for y in range(0, SIZE[1], 90):
        pen.line((0, y, SIZE[0], y + 14), fill=(150, 122, 96), width=5)
    pen.polygon([(330, 380), (1230, 330), (1300, 420), (400, 480)], fill=LID)
    pen.polygon([(400, 480), (1300, 420), (1320, 850), (420, 930)], fill=BOX)
    pen.polygon([(404, 570), (1304, 508), (1308, 590), (408, 654)], fill=STRIPE)
    pen.text((470, 690), "OPPDIKTOL 5 mg", fill=PAPER, font_size=76)
    pen.text((470, 790), "28 tabletter, finnes ikke", fill=PAPER, font_size=44)
    return picture.filter(ImageFilter.GaussianBlur(1.4))


DRAWN: dict[str, Callable[[], Image.Image]] = {
    "tabletteske.jpg": _box,
    "legg-naert.jpg": lambda: _skin(SIZE, 260, 190),
    "legg.png": lambda: _skin((900, 1200), 120, 70),
}
