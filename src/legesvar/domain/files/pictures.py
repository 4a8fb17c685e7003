"""Every picture is drawn anew: upright, in sRGB, of a sane size, with nothing of the sender's file but what is seen.

What the sender's file held besides (place, camera, comments, a second file hidden at its end, the other frames of an
animation) does not come along, because nothing is copied: the first frame is decoded, and what was decoded is encoded.
"""

from __future__ import annotations

import io
import warnings

import pillow_heif
from PIL import Image, ImageCms

from legesvar.domain.files.kinds import Kind, MediaType, Picture
from legesvar.domain.files.policies import FileRefusal, pixel_refusal
from legesvar.domain.files.settings import FileLimits

# Pillow warns over this number and raises over twice of it; both are refusals here.
Image.MAX_IMAGE_PIXELS = FileLimits().max_pixels_baseline_jpeg
warnings.simplefilter("error", Image.DecompressionBombWarning)

# Embedded thumbnails are not used: they may show something else than the picture.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=2)

PICTURE_QUALITY = 88
THUMBNAIL_QUALITY = 80
MAX_PROFILE_BYTES = 4 * 1024 * 1024
ORIENTATION = 0x0112
# Exif 2.32, table 6: what must be done with what was stored so that its first row becomes the top.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def redraw(data: bytes, kind: Kind, limits: FileLimits) -> Picture | FileRefusal:
    """Make a clean picture of an untrusted one, or say why not. Never raises, whatever the bytes.

    Memory at its highest: see docs/files.md.
    """
    try:
        with Image.open(io.BytesIO(data), formats=(kind.value,)) as opened:
            return _redraw(opened, kind, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return FileRefusal.TOO_MANY_PIXELS
    except Exception:
        # A decoder fed by an attacker may fail in any way; every way means the same to the sender.
        return FileRefusal.BROKEN


def _redraw(opened: Image.Image, kind: Kind, limits: FileLimits) -> Picture | FileRefusal:
    progressive = bool(opened.info.get("progressive"))
    refusal = pixel_refusal(opened.width * opened.height, kind, limits, progressive=progressive)
    if refusal is not None:
        return refusal
    orientation, profile = _orientation(opened), opened.info.get("icc_profile")
    image = _scaled(opened, limits.picture_edge)
    image = _in_srgb(image, profile)
    if orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[orientation])
    image, media_type = _with_the_transparency_it_needs(image)
    image.info = {}
    return Picture(
        data=_encoded(image, media_type, PICTURE_QUALITY),
        media_type=media_type,
        width=image.width,
        height=image.height,
        thumbnail=_thumbnail(image, limits.thumbnail_edge),
    )


def _orientation(opened: Image.Image) -> int:
    """Read how the camera was held; 1 (upright) when the metadata is missing or broken: it is not worth a refusal."""
    try:
        return int(opened.getexif().get(ORIENTATION, 1))
    except Exception:
        return 1


def _scaled(opened: Image.Image, edge: int) -> Image.Image:
    """Decode to at most `edge` pixels each way; a JPEG is scaled by its decoder, so that it is never held in full."""
    share = min(1.0, edge / max(opened.size))
    opened.draft(None, (max(1, round(opened.width * share)), max(1, round(opened.height * share))))
    opened.load()
    image = _eight_bit(opened)
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return image


def _eight_bit(opened: Image.Image) -> Image.Image:
    """Bring any mode to L, RGB, RGBA or CMYK, which can be scaled and colour-managed."""
    if "transparency" in opened.info or opened.mode in ("LA", "La", "PA", "RGBa"):
        return opened.convert("RGBA")
    if opened.mode.startswith("I;16"):
        return opened.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if opened.mode in ("I", "F", "1"):
        return opened.convert("L")
    if opened.mode in ("L", "RGB", "RGBA", "CMYK"):
        return opened
    return opened.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Move the colours from the file's own space to sRGB; without a usable profile they are taken as sRGB already."""
    target = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and len(profile) <= MAX_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=target)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return image if image.mode == target else image.convert(target)


def _with_the_transparency_it_needs(image: Image.Image) -> tuple[Image.Image, MediaType]:
    if image.mode != "RGBA":
        return image, MediaType.JPEG
    if image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB"), MediaType.JPEG
    return image, MediaType.PNG


def _thumbnail(image: Image.Image, edge: int) -> bytes:
    small = image.copy()
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if small.mode == "RGBA":
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small).convert("RGB")
    return _encoded(small, MediaType.JPEG, THUMBNAIL_QUALITY)


def _encoded(image: Image.Image, media_type: MediaType, quality: int) -> bytes:
    out = io.BytesIO()
    if media_type is MediaType.PNG:
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
