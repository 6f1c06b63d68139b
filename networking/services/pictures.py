"""Photographs: read whatever people upload, keep what a page can carry."""

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from networking.errors import PictureRefused
from networking.models import Person, Picture

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 15_000_000  # bytes
_MOST_PIXELS = 60_000_000  # what a camera makes, far below what a prepared file claims
_SMALLEST = 400  # pixels, the longer side
_LONGEST = 1280  # pixels, the longer side
_HEAVIEST = 90_000  # bytes: a page stays below 200 KiB with it
_QUALITIES = (80, 70, 60, 50, 40, 30)


class Shot(NamedTuple):
    """A photograph made fit for a page: WebP, upright, without place, time and name of the camera."""

    content: bytes
    width: int
    height: int


def read(upload: bytes) -> Shot:
    """Make a JPEG, PNG or WebP file fit for a page. Raises PictureRefused(sentence)."""
    if len(upload) > LARGEST_FILE:
        raise PictureRefused.too_large(LARGEST_FILE)
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise PictureRefused.too_large(LARGEST_FILE)
            shot = _upright(image)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise PictureRefused from error
    if max(shot.size) < _SMALLEST:
        raise PictureRefused.too_small(_SMALLEST)
    shot.thumbnail((_LONGEST, _LONGEST))
    return Shot(_compressed(shot), *shot.size)


def keep(shot: Shot, *, alt_de: str, alt_en: str = "", credit: str = "", actor: Person) -> Picture:
    """Write the photograph with its description. The caller owns the transaction and whatever shows it."""
    return Picture.objects.create(
        content=shot.content,
        width=shot.width,
        height=shot.height,
        alt_de=alt_de,
        alt_en=alt_en,
        credit=credit,
        created_by=actor,
    )


def as_jpeg(picture: Picture, longest: int) -> bytes:
    """The photograph for mail programs, of which some know no WebP."""
    with Image.open(BytesIO(bytes(picture.content))) as image:
        shot = image.convert("RGB")
    shot.thumbnail((longest, longest))
    file = BytesIO()
    shot.save(file, "JPEG", quality=75, optimize=True)
    return file.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    """As it was held, on white where it is transparent."""
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "P"):
        turned = turned.convert("RGBA")
        white = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(white, turned)
    return turned.convert("RGB")


def _compressed(image: Image.Image) -> bytes:
    content = b""
    for quality in _QUALITIES:
        file = BytesIO()
        image.save(file, "WEBP", quality=quality, method=4)
        content = file.getvalue()
        if len(content) <= _HEAVIEST:
            break
    return content
