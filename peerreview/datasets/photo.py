"""Reading a photo as it was taken: smaller, upright, and without what the camera wrote into it (place, time, maker)."""

from __future__ import annotations

import struct
import warnings
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from peerreview.config import drives
from peerreview.domain.photo import Photo
from peerreview.errors import BadInput

LARGEST = 30 * 1024 * 1024
"""Bytes of a photo as it lies on the disk."""

MOST_PIXELS = 64_000_000
"""Pixels of a photo, however few bytes it has: what it would take in memory is told by them."""

LONGEST_SIDE = 1600
"""Pixels of the longer side of what is kept: a page of A4 can be read in it."""

_QUALITY = 80
_FORMATS = ("JPEG", "PNG")
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, struct.error)
"""What Pillow lets out of a broken file; that it knows no format of it is an OSError."""


def reduced(source: Path) -> Photo:
    """The photo as it is kept. BadInput for what is too large, damaged, or no JPEG or PNG picture."""
    raw = drives.fetch(source, LARGEST)
    if len(raw) > LARGEST:
        raise _refused("is larger than 30 MB", "Save a smaller copy.", "photo_size")
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(raw), formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise _too_many_pixels()
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read no larger than needed
                upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_many_pixels() from None
    except _DAMAGE:
        raise _refused(
            "is damaged, or no JPEG or PNG picture", "Take it again, or save it as JPEG.", "photo_damaged"
        ) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", upright.size, "white")  # a new picture: nothing of the file comes along but its pixels
    plain.paste(upright, mask=upright)
    kept = BytesIO()
    plain.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    return Photo(kept.getvalue(), plain.width, plain.height, sha256(raw).hexdigest())


def _too_many_pixels() -> BadInput:
    return _refused("has more than 64 million pixels", "Save a smaller copy.", "photo_pixels")


def _refused(why: str, todo: str, code: str) -> BadInput:
    return BadInput(f"This photo {why}.", "Nothing was added.", todo, code=code)
