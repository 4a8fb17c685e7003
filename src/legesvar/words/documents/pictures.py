"""Pictures on their way into a document: kept in memory, in colours PDF/A allows."""

import base64
import io

from PIL import Image, UnidentifiedImageError

LONGEST_SIDE = 88  # mm on paper
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
PASSED_ON = {("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "L")}


def as_svg(content: bytes) -> tuple[str, float, float]:
    """Wrap a picture in an SVG that the typesetter reads as text; the empty string if it cannot be read.

    The typesetter takes no other bytes than those of text files. A JPEG goes into the PDF as it is.

    :returns: the SVG, and its width and height in mm on paper
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            kind, (width, height) = f"{picture.format}".lower(), picture.size
            if (picture.format, picture.mode) not in PASSED_ON:
                kind, content = "png", _as_png(picture)
    except UNREADABLE:
        return "", 0, 0
    data = base64.b64encode(content).decode()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/{kind};base64,{data}"/></svg>'
    )
    scale = LONGEST_SIDE / max(width, height)
    return svg, width * scale, height * scale


def _as_png(picture: Image.Image) -> bytes:
    flat = Image.new("RGB", picture.size, "white")
    with_alpha = picture.convert("RGBA")
    flat.paste(with_alpha, mask=with_alpha)
    written = io.BytesIO()
    flat.save(written, "PNG")
    return written.getvalue()
