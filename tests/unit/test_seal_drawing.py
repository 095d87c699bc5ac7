"""What the pen left: the right shape, not too much of it, and a PDF that does not change."""

import base64
import struct
import zlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seal_chain import MOST_PNG, DrawingError, fixed_pdf, qr_png, read_drawing

POINT = {"x": 1.5, "y": 2, "t": 1700000000000, "p": 0.5}


def png(width=300, height=100, filling=b""):
    """A black picture, as small as can be, with a chunk of any size."""
    rows = zlib.compress((b"\0" + b"\0" * (width // 8 + 1)) * min(height, 4000))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"teXt", filling) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def coded(data):
    return base64.b64encode(data).decode()


def refused(strokes, picture, required=True):
    with pytest.raises(DrawingError) as caught:
        read_drawing(strokes, picture, required=required)
    return caught.value.code


def test_a_signature_is_read():
    drawing = read_drawing([[POINT, POINT], [POINT]], coded(png()), required=True)
    assert drawing.points == 3
    assert drawing.png == png()
    assert drawing.strokes.startswith('[[{"p":0.5,"t":1700000000000,"x":1.5,"y":2}')


def test_nobody_signed():
    drawing = read_drawing([], "", required=False)
    assert (drawing.strokes, drawing.points, drawing.png) == ("[]", 0, b"")


@pytest.mark.parametrize("strokes, picture", [([], coded(png())), ([[]], coded(png())), ([[POINT]], "")])
def test_an_empty_screen_is_no_signature(strokes, picture):
    assert refused(strokes, picture) == "empty"


def test_ten_megabytes_are_refused_before_they_are_decoded():
    assert refused([[POINT]], "A" * 10_000_000) == "png_size"
    assert refused([[POINT]], coded(png(filling=b"x" * MOST_PNG))) == "png_size"
    assert refused([[POINT] * 20_001], coded(png())) == "strokes_size"
    assert refused([[POINT]] * 501, coded(png())) == "strokes_size"


@pytest.mark.parametrize("data", [b"GIF89a", b"\x89PNG\r\n\x1a\n", png()[:-12], b"<svg onload=alert(1)>", b"\0" * 90])
def test_what_is_no_picture_is_refused(data):
    assert refused([[POINT]], coded(data)) == "png_shape"


@pytest.mark.parametrize("picture", ["é", "data:image/png;base64,AAAA", 3, None, ["A"], "A"])
def test_what_is_no_base64_is_refused(picture):
    assert refused([[POINT]], picture) == "png_shape"


@pytest.mark.parametrize("size", [(2_001, 10), (10, 2_001), (0, 10), (2**31, 2**31 - 1)])
def test_a_picture_for_no_screen_is_refused(size):
    data = bytearray(png())
    data[16:24] = struct.pack(">II", *size)
    assert refused([[POINT]], coded(bytes(data))) == "png_size"


@pytest.mark.parametrize(
    "strokes",
    [
        None,
        {},
        "[]",
        [POINT],
        [[{}]],
        [[{**POINT, "z": 1}]],
        [[{**POINT, "x": "1"}]],
        [[{**POINT, "x": None}]],
        [[{**POINT, "x": True}]],
        [[{**POINT, "x": float("inf")}]],
        [[{**POINT, "x": 1e300}]],
    ],
)
def test_strokes_of_another_shape_are_refused(strokes):
    assert refused(strokes, coded(png())) == "strokes_shape"


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_anything_is_read_or_refused_with_a_code(value):
    try:
        read_drawing(value, "", required=False)
    except DrawingError as error:
        assert error.code.startswith("strokes_")


MADE = b"%%PDF-1.4\n1 0 obj\n<< /CreationDate (D:%s%s)\n/ModDate(D:%s%s) >>\ntrailer << /ID [<%s> <%s>] >>\n%%%%EOF"


@given(st.datetimes(), st.sampled_from([b"+01'00'", b"-11'30'", b"Z", b""]), st.binary(min_size=16, max_size=16))
def test_a_document_made_later_is_the_same(printed, zone, random):
    stamp, name = printed.strftime("%Y%m%d%H%M%S").rjust(14, "0").encode(), random.hex().encode()
    once = MADE % (stamp, zone, stamp, zone, name, name)
    again = MADE % (b"20300101000000", zone, b"20300101000000", zone, b"0" * 32, b"f" * 32)
    moment = datetime(2026, 11, 21, 9, 5)
    fixed = fixed_pdf(once, moment, "ab12" * 16)
    assert fixed == fixed_pdf(again, moment, "ab12" * 16)
    assert len(fixed) == len(once)
    assert b"D:20261121090500" in fixed
    assert fixed != fixed_pdf(once, moment, "cd34" * 16)


def test_the_code_on_the_paper_is_the_same_each_time():
    address = "https://duret.example/verifier/TDmcKhDgTmT9XFQ9D1Ij19muZ0OLX2o0"
    pictures = {qr_png(address) for _time in range(5)}
    assert len(pictures) == 1
    assert qr_png(address + "x") not in pictures
    assert struct.unpack(">II", next(iter(pictures))[16:24])[0] >= 200
