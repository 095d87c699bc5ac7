"""Photos as files: header looked at, position taken out without touching a pixel, thumbnails."""

import hashlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from photo_file.cleaning import UncleanError, without_position
from photo_file.header import MAX_PIXELS, PictureError, examine
from photo_file.place import PlaceError, read_place
from photo_file.small import EDGE, thumbnail
from photo_file.tiff import only_orientation, orientation
from PIL import Image, PngImagePlugin

SECRET = b"47.3769N-secret-place"
KINDS = ["JPEG", "PNG", "WEBP"]


def exif(turned):
    """EXIF with a position, the name of a telephone, and the way up."""
    block = Image.Exif()
    block[0x0112] = turned
    block[0x010F] = SECRET.decode()
    block[0x8825] = {1: "N", 2: (45.0, 53.0, 57.1), 3: "E", 4: (6.0, 7.0, 46.1), 29: SECRET.decode()}
    return block


def photo(kind="JPEG", size=(64, 48), turned=1, **options):
    """A photo as a telephone writes it, full of what clients must not get."""
    image = Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 50).convert("RGB")
    out = io.BytesIO()
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", SECRET.decode())
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", SECRET.decode())
    else:
        options["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if kind == "JPEG":
        options["comment"] = SECRET
    image.save(out, kind, exif=exif(turned), **options)
    return out.getvalue()


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.tobytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_nothing_but_the_picture_goes_to_clients(kind, turned):
    """The position is in the file, then it is not; the pixels and the way up are the same."""
    data = photo(kind, turned=turned)
    assert SECRET in data
    clean = without_position(data)
    assert SECRET not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert not image.getexif().get_ifd(0x8825)
        assert image.getexif().get(0x0112, 1) == turned
        assert "comment" not in image.info
        assert "xmp" not in image.info
    assert pixels(clean) == pixels(data)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turned", [1, 6])
def test_cleaning_again_changes_nothing(kind, turned):
    """A clean copy is its own clean copy."""
    clean = without_position(photo(kind, turned=turned))
    assert without_position(clean) == clean


def test_progressive_photos_have_several_scans():
    """Tables between two scans may hold any byte: they are skipped by their length."""
    data = photo(progressive=True, quality=95, size=(200, 160))
    assert pixels(without_position(data)) == pixels(data)


def test_second_picture_behind_the_first_is_left_out():
    """Telephones put a depth map or a film behind the photo, with a position of its own."""
    clean = without_position(photo() + photo())
    assert clean == without_position(photo())


def test_colours_keep_their_profile():
    """The colour profile draws."""
    profile = b"not really a profile " * 10
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", icc_profile=profile)
    with Image.open(io.BytesIO(without_position(out.getvalue()))) as image:
        assert image.info["icc_profile"] == profile


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_anywhere_has_no_clean_copy(kind):
    """No half-cleaned copy is ever handed out."""
    data = without_position(photo(kind, size=(24, 16)))
    for cut in range(len(data) - 1):
        with pytest.raises(UncleanError):
            without_position(data[:cut])


@given(st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\x00\x00\x00WEBP", b""]), st.binary(max_size=300))
def test_noise_is_refused_or_stays_clean(start, rest):
    """Whatever the bytes: a clean copy or a clear refusal, and no other exception."""
    try:
        clean = without_position(start + rest)
    except UncleanError:
        return
    assert without_position(clean) == clean


@given(st.integers(1, 8), st.binary(max_size=40))
def test_orientation_is_read_back(value, noise):
    """What we write we read; noise is upright or a way up."""
    assert orientation(only_orientation(value)) == value
    assert 1 <= orientation(b"II" + noise) <= 8


@pytest.mark.parametrize("kind", KINDS)
def test_header_says_kind_and_size(kind):
    """Nothing but the header is needed."""
    found = examine(photo(kind, size=(60, 40)))
    assert (found.mimetype, found.width, found.height) == (f"image/{kind.lower()}", 60, 40)


def png(width, height):
    """A file of a hundred bytes that says it is as large as one likes."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(MAX_PIXELS // 1000 + 1, 1000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_image_bomb(size):
    """Refused by what it says, before anything is decoded."""
    with pytest.raises(PictureError) as refusal:
        examine(png(*size))
    assert refusal.value.code == "image_bomb"
    assert examine(png(MAX_PIXELS // 1000, 1000)).height == 1000


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\x00", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(20), b"\xff\xd8"],
)
def test_not_an_image(data):
    """Only what a camera makes."""
    with pytest.raises(PictureError) as refusal:
        examine(data)
    assert refusal.value.code == "not_an_image"


@given(st.binary(max_size=200))
def test_noise_is_not_an_image(data):
    """Noise never raises anything else."""
    with pytest.raises(PictureError):
        examine(b"\xff\xd8\xff" + data[:20])


@pytest.mark.parametrize("kind", KINDS)
def test_thumbnails_are_small_upright_and_clean(kind):
    """A photo taken upright with a telephone that lies says so in its EXIF."""
    small = thumbnail(photo(kind, size=(900, 600), turned=6))
    with Image.open(io.BytesIO(small)) as image:
        assert (image.format, image.size) == ("JPEG", (EDGE * 600 // 900, EDGE))
    assert SECRET not in small


def test_a_position_and_its_seal():
    """The seal is that of the layout: SHA-256 of salt, latitude, longitude and accuracy as they were written."""
    place = read_place({"salt": "0123456789abcdef", "lat": "45.9", "lon": "6.12", "accuracy": "8.0"})
    assert place.seal == hashlib.sha256(b"0123456789abcdef|45.9|6.12|8.0").hexdigest()


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": "short"},
        {"salt": None},
        {"lat": "91"},
        {"lat": "45,9"},
        {"lat": 45.9},
        {"lon": "-180.1"},
        {"lon": "١٢"},
        {"lon": "1e2"},
        {"accuracy": "-1"},
        {"accuracy": "NaN"},
    ],
)
def test_no_position(changes):
    """Decimal numbers on earth only."""
    with pytest.raises(PlaceError):
        read_place({"salt": "0" * 16, "lat": "45.9", "lon": "6.1", "accuracy": "8", **changes})
