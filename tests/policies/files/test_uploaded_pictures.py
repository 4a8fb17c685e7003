"""Pictures come out upright, small, in sRGB and with nothing of the sender's file but what is seen (START-7)."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.factories import uploads

from legesvar.domain.files.content import examine
from legesvar.domain.files.kinds import MediaType
from legesvar.domain.files.pictures import Picture
from legesvar.domain.files.policies import FileRefusal
from legesvar.domain.files.settings import FileLimits

LIMITS = FileLimits()
SECRETS = (b"Hemmelig", b"Exif", b"GPS", b"ICC_PROFILE", b"xmpmeta", b"<script", b"PK\x03\x04", b"%PDF")


def kept(data: bytes, limits: FileLimits = LIMITS) -> Picture:
    picture = examine(data, limits)
    assert isinstance(picture, Picture), picture
    return picture


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def is_blue(pixel) -> bool:
    return pixel[2] > 150 and pixel[0] < 100


def assert_scene_is_upright(image: Image.Image) -> None:
    image = image.convert("RGB")
    right, bottom = image.width * 5 // 6, image.height * 5 // 6
    assert is_blue(image.getpixel((image.width // 6, image.height // 6)))
    assert not any(is_blue(image.getpixel(spot)) for spot in ((right, 2), (2, bottom), (right, bottom)))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_however_the_phone_was_held(orientation):
    picture = kept(uploads.jpeg_held(orientation))
    assert (picture.width, picture.height) == (60, 40)
    assert_scene_is_upright(opened(picture.data))
    assert_scene_is_upright(opened(picture.thumbnail))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_photo_is_turned_once_and_not_twice(orientation):
    picture = kept(uploads.heic_held(orientation))
    assert (picture.width, picture.height) == (120, 80)
    assert_scene_is_upright(opened(picture.data))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_other_formats_may_say_how_they_were_held_too(orientation):
    for format in ("PNG", "WEBP"):
        data = uploads.encoded(uploads.stored_as_held(orientation), format, exif=uploads.exif(orientation), quality=95)
        assert_scene_is_upright(opened(kept(data).data))


def test_of_two_photos_in_one_file_the_first_is_kept():
    data = uploads.double_photo()
    picture = kept(data)
    assert_scene_is_upright(opened(picture.data))
    assert opened(picture.data).format == "JPEG"
    assert len(picture.data) < len(data)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_is_taken_as_upright(orientation):
    data = uploads.encoded(uploads.scene(), "JPEG", quality=95, exif=uploads.exif(orientation))
    assert_scene_is_upright(opened(kept(data).data))


def test_broken_metadata_is_no_reason_to_refuse_a_good_photo():
    data = (
        uploads.jpeg_held(6)
        .replace(b"Exif\0\0MM\0*", b"Exif\0\0XX\xff\xff")
        .replace(b"Exif\0\0II*\0", b"Exif\0\0XX\0\0")
    )
    assert kept(data).media_type is MediaType.JPEG


@pytest.mark.parametrize(
    "data",
    [
        uploads.jpeg_held(6),
        uploads.heic(),
        uploads.png_with_xmp(),
        uploads.with_profile(),
        uploads.jpeg() + b"<html><script>alert(1)</script>",
        uploads.jpeg() + uploads.zip_of("a.exe", b"MZ"),
        uploads.jpeg(comment=b"<script>alert(1)</script>"),
        uploads.animated_gif() + b"<script>alert(1)</script>",
        uploads.transparent_png() + b"%PDF-1.7 Hemmelig",
    ],
    ids=["place", "heic", "xmp", "profile", "html-tail", "zip-tail", "comment", "gif-tail", "pdf-tail"],
)
def test_nothing_hidden_comes_along(data):
    picture = kept(data)
    for part in (picture.data, picture.thumbnail):
        assert not [secret for secret in SECRETS if secret in part]
        assert not dict(opened(part).getexif())
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(opened(part).info)


def test_heic_becomes_jpeg():
    picture = kept(uploads.heic())
    assert picture.media_type is MediaType.JPEG
    assert opened(picture.data).format == "JPEG"
    assert_scene_is_upright(opened(picture.data))


def test_only_real_transparency_stays_png():
    see_through = kept(uploads.transparent_png())
    assert see_through.media_type is MediaType.PNG
    assert opened(see_through.data).getpixel((50, 35))[3] == 0
    opaque = kept(uploads.encoded(uploads.scene(mode="RGBA"), "PNG"))
    assert opaque.media_type is MediaType.JPEG


def test_the_thumbnail_of_something_transparent_is_a_jpeg_on_white():
    thumbnail = opened(kept(uploads.transparent_png()).thumbnail)
    assert thumbnail.format == "JPEG"
    assert min(thumbnail.getpixel((50, 35))) > 240


def test_a_large_photo_is_scaled_with_its_shape_kept():
    picture = kept(uploads.jpeg(6000, 3000))
    assert (picture.width, picture.height) == (2560, 1280)
    assert opened(picture.data).size == (2560, 1280)
    assert opened(picture.thumbnail).size == (320, 160)


def test_a_small_picture_is_not_blown_up():
    picture = kept(uploads.jpeg(60, 40))
    assert (picture.width, picture.height) == (60, 40)
    assert opened(picture.thumbnail).size == (60, 40)


@pytest.mark.parametrize("size", [(1, 1), (20000, 1), (1, 20000)])
def test_odd_shapes_survive(size):
    picture = kept(uploads.encoded(Image.new("RGB", size, "red"), "PNG"))
    assert 1 <= min(picture.width, picture.height) <= max(picture.width, picture.height) <= 2560


def test_an_animation_becomes_its_first_frame():
    picture = kept(uploads.animated_gif())
    image = opened(picture.data)
    assert getattr(image, "n_frames", 1) == 1
    assert_scene_is_upright(image)


def test_print_colours_become_screen_colours():
    image = opened(kept(uploads.cmyk_jpeg()).data)
    assert image.mode == "RGB"
    assert_scene_is_upright(image)


def test_sixteen_bits_keep_black_and_white():
    image = opened(kept(uploads.grey16_png()).data)
    assert max(image.getpixel((5, 20))) < 10
    assert min(image.getpixel((55, 20))) > 245


@pytest.mark.parametrize(
    ("mode", "format"),
    [(m, "PNG") for m in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")]
    + [(m, "JPEG") for m in ("L", "RGB", "CMYK")]
    + [(m, "WEBP") for m in ("RGB", "RGBA")]
    + [("L", "GIF"), ("1", "GIF")],
)
def test_every_way_of_storing_colours_is_read(mode, format):
    assert kept(uploads.encoded(Image.new(mode, (30, 20)), format)).width == 30


def test_a_profile_that_is_nonsense_does_not_hinder_the_picture():
    assert kept(uploads.jpeg(icc_profile=b"acsp" * 100)).width == 60


@pytest.mark.parametrize(
    "data",
    [
        uploads.png_of_chunks(16_000, 16_000),
        uploads.png_of_chunks(6_001, 6_000),
        uploads.jpeg_claiming(65_000, 65_000),
        uploads.jpeg_claiming(16_000, 8_001),
    ],
    ids=["bomb", "just-over", "lying-header", "just-over-jpeg"],
)
def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(data):
    assert len(data) < LIMITS.max_bytes
    assert examine(data, LIMITS) is FileRefusal.TOO_MANY_PIXELS


def test_a_progressive_photo_has_the_smaller_limit():
    limits = FileLimits(max_pixels_baseline_jpeg=1000 * 1000, max_pixels_camera=500 * 1000)
    assert isinstance(examine(uploads.jpeg(900, 900), limits), Picture)
    assert examine(uploads.jpeg(900, 900, progressive=True), limits) is FileRefusal.TOO_MANY_PIXELS


@pytest.mark.parametrize("make", [uploads.png_with_swollen_profile, uploads.png_with_swollen_text])
def test_a_chunk_that_unpacks_to_too_much_is_refused(make):
    data = make()
    assert len(data) < 100_000
    assert examine(data, LIMITS) is FileRefusal.BROKEN


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "HEIF"])
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_file_cut_short_is_refused(format, share):
    whole = uploads.encoded(Image.effect_noise((200, 150), 80).convert("RGB"), format)
    assert examine(whole[: int(len(whole) * share)], LIMITS) is FileRefusal.BROKEN
