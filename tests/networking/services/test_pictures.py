"""Reading photographs."""

from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from networking.errors import PictureRefused
from networking.services.pictures import read

EXIF_ORIENTATION, EXIF_MAKE = 0x0112, 0x010F


def photograph(width=800, height=450, kind="JPEG", mode="RGB", **options):
    file = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(file, kind, **options)
    return file.getvalue()


def opened(shot):
    return Image.open(BytesIO(shot.content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_becomes_one_a_page_can_carry(kind):
    shot = read(photograph(1400, 700, kind))

    assert (shot.width, shot.height) == (1280, 640) == opened(shot).size
    assert opened(shot).format == "WEBP"


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_MAKE] = 6, "A camera"

    shot = read(photograph(exif=exif))

    assert shot.height > shot.width
    assert not opened(shot).getexif()


def test_what_is_transparent_becomes_white():
    file = BytesIO()
    Image.new("RGBA", (500, 500), (0, 0, 0, 0)).save(file, "PNG")

    assert opened(read(file.getvalue())).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        photograph()[:500],
        photograph(kind="GIF", mode="P"),
        b"\x00" * 15_000_001,
    ],
    ids=["empty", "text", "SVG", "half a file", "GIF", "too large"],
)
def test_what_is_no_photograph_is_refused_with_a_sentence(upload):
    with translation.override("en"), pytest.raises(PictureRefused, match=r"Please choose a"):
        read(upload)


def test_a_file_that_claims_more_pixels_than_any_camera_has_is_refused_unread():
    header = photograph(500, 500, "PNG")
    huge = header[:16] + (60_001).to_bytes(4) + (60_001).to_bytes(4) + header[24:]

    with pytest.raises(PictureRefused):
        read(huge)


def test_a_picture_too_small_to_be_seen_is_refused():
    with translation.override("en"), pytest.raises(PictureRefused, match="400 pixels"):
        read(photograph(300, 300))
