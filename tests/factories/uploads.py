"""Files as people and attackers send them, made on the spot: pictures, bombs, and files that are two things at once."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

pillow_heif.register_heif_opener()

ORIENTATION, GPS = 0x0112, 0x8825
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def scene(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A red picture with a blue top left corner, so that one sees which way it is turned."""
    image = Image.new("RGB", (width, height), (220, 20, 20))
    image.paste((20, 20, 220), (0, 0, width // 2, height // 2))
    return image.convert(mode)


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def jpeg(width: int = 60, height: int = 40, **options: object) -> bytes:
    return encoded(scene(width, height), "JPEG", **{"quality": 95, "subsampling": 0, **options})


def exif(orientation: int = 1) -> Image.Exif:
    """Metadata as a phone writes it: how it was held, who made it, and where."""
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[0x010F] = "HemmeligTelefon"
    data[GPS] = {1: "N", 2: (59.0, 54.0, 49.0), 3: "E", 4: (10.0, 44.0, 21.0)}
    return data


TURNED_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored_as_held(orientation: int, width: int = 60, height: int = 40) -> Image.Image:
    """The scene as a camera stores it that was held like this: upright when turned as the metadata says."""
    whole = scene(width, height)
    return whole.transpose(TURNED_BACK[orientation]) if orientation in TURNED_BACK else whole


def jpeg_held(orientation: int) -> bytes:
    """A phone's photo with place, maker and a comment."""
    described = {"exif": exif(orientation), "comment": b"HemmeligKommentar"}
    return encoded(stored_as_held(orientation), "JPEG", quality=95, subsampling=0, **described)


def heic_held(orientation: int) -> bytes:
    """An iPhone's photo: HEIC says in its own way how it was held, and the metadata says it once more."""
    return encoded(stored_as_held(orientation, 120, 80), "HEIF", quality=90, exif=exif(orientation).tobytes())


def double_photo() -> bytes:
    """What phones write for depth or motion: two photos in one file, the second behind the first."""
    return encoded(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "green")], exif=exif(1))


def heic(width: int = 120, height: int = 80) -> bytes:
    return encoded(scene(width, height), "HEIF", quality=90, exif=exif(1).tobytes())


def cmyk_jpeg() -> bytes:
    return encoded(scene(mode="CMYK"), "JPEG", quality=95)


def grey16_png() -> bytes:
    """A 16-bit picture, black to the left and white to the right."""
    image = Image.new("I;16", (60, 40))
    image.paste(65535, (30, 0, 60, 40))
    return encoded(image, "PNG")


def transparent_png() -> bytes:
    image = scene(mode="RGBA")
    image.paste((0, 0, 0, 0), (30, 20, 60, 40))
    return encoded(image, "PNG")


def animated_gif() -> bytes:
    return encoded(scene(), "GIF", save_all=True, append_images=[Image.new("RGB", (60, 40), "green")] * 3, duration=50)


def with_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return jpeg(icc_profile=profile)


def png_with_xmp() -> bytes:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>HemmeligSted</x:xmpmeta>")
    info.add_text("Author", "HemmeligNavn")
    return encoded(scene(mode="RGBA"), "PNG", pnginfo=info)


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of_chunks(width: int, height: int, *extra: bytes) -> bytes:
    """A PNG that says it is `width` × `height` white pixels of one bit, and holds its rows well compressed."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    chunks = (png_chunk(b"IHDR", header), *extra, png_chunk(b"IDAT", rows), png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def png_with_swollen_profile() -> bytes:
    """A small file whose colour profile unpacks to 64 MB."""
    return png_of_chunks(8, 8, png_chunk(b"iCCP", b"p\0\0" + zlib.compress(b"\0" * 64_000_000)))


def png_with_swollen_text() -> bytes:
    """A small file with a text that unpacks to 64 MB."""
    return png_of_chunks(8, 8, png_chunk(b"zTXt", b"t\0\0" + zlib.compress(b"a" * 64_000_000)))


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose frame header says that it is huge."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def zip_of(name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, body)
    return out.getvalue()
