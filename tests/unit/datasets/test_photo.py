"""Photos as they are kept: small, upright, silent about camera and place; what is no photo is refused and told why."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from peerreview.datasets.photo import LARGEST, LONGEST_SIDE, reduced
from peerreview.errors import BadInput

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def taken(folder: Path, size: tuple[int, int] = (2400, 1800), name: str = "IMG_1.jpg") -> Path:
    """A photo as a telephone takes it: lying on its side, saying where and by whom."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 4, size[1] // 4))  # the corner that is up and left in the file
    exif = image.getexif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "Kestrel Cameras"
    exif.get_ifd(GPS)[2] = (52.0, 34.0, 12.0)
    path = folder / name
    image.save(path, "JPEG", exif=exif, comment=b"taken by somebody")
    return path


def test_it_is_reduced_upright_and_says_nothing_of_place_or_camera(tmp_path: Path) -> None:
    path = taken(tmp_path)
    assert b"Kestrel" in path.read_bytes()
    photo = reduced(path)
    assert (photo.width, photo.height) == (1200, LONGEST_SIDE)
    assert photo.original == sha256(path.read_bytes()).hexdigest()
    assert len(photo.data) < len(path.read_bytes())
    with Image.open(BytesIO(photo.data)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (1200, LONGEST_SIDE))
        assert not dict(kept.getexif())
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert kept.getpixel((1100, 100)) < (60, 60, 60)  # turned: the dark corner is up and right
    for said in (b"Kestrel", b"Exif", b"somebody", b"GPS"):
        assert said not in photo.data


def test_a_small_photo_is_not_enlarged_and_transparent_is_white(tmp_path: Path) -> None:
    path = tmp_path / "plan.PNG"
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(path, "PNG")
    photo = reduced(path)
    assert (photo.width, photo.height) == (300, 200)
    with Image.open(BytesIO(photo.data)) as kept:
        assert kept.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA", "I;16"])
def test_any_kind_of_picture_can_be_kept(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "display"
    Image.new(mode, (40, 30)).save(path, "JPEG" if mode == "CMYK" else "PNG")
    assert reduced(path).width == 40


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as why:
        reduced(path)
    assert why.value.happened.startswith("This photo ")
    assert why.value.safe == "Nothing was added."
    assert why.value.todo
    return why.value.code


def test_a_photo_of_60_mb_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(2 * LARGEST)
    assert refused(path) == "photo_size"


@pytest.mark.parametrize("share", [0, 3, 40, 200, 0.5, 0.98])
def test_a_corrupt_photo_is_refused_wherever_it_ends(share: float, tmp_path: Path) -> None:
    whole = taken(tmp_path).read_bytes()
    path = tmp_path / "cut.jpg"
    path.write_bytes(whole[: int(share * len(whole)) if share < 1 else int(share)])
    assert refused(path) == "photo_damaged"


@pytest.mark.parametrize(
    "raw", [b"GIF89a\x01\x00\x01\x00", b"%PDF-1.7", b"\x00" * 500, b"\x89PNG\r\n\x1a\n" + b"x" * 90]
)
def test_what_is_no_photo_is_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(raw)
    assert refused(path) == "photo_damaged"


@pytest.mark.parametrize("side", [9_000, 12_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_refused_by_what_it_says_of_itself(side: int, tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path = tmp_path / "bomb.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
        + chunk(b"IEND", b"")
    )
    assert path.stat().st_size < 20_000
    assert refused(path) == "photo_pixels"
