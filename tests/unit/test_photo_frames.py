"""Pieces of photos on the wire: what is well said is read, what is not is refused alone."""

import hashlib
import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from photo_file import frames
from photo_file.frames import MAX_BODY, MAX_FRAMES, MAX_PHOTO, PREFIX, read_frames, write_frame
from photo_file.parts import accept

SHA = "a" * 64
PHOTO = "3f0b6b4e-1d6f-4c1e-9a59-0d8f4f2f1c11"

pieces = st.lists(st.tuples(st.uuids(), st.binary(max_size=300), st.integers(0, 50), st.integers(0, 50)), max_size=8)


def raw_frame(header, data=b""):
    """A frame whose header is what a test wants it to be."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return PREFIX.pack(len(text)) + text + data


def header(**changes):
    return {"photo": PHOTO, "sha256": SHA, "size": 3, "offset": 0, "length": 3, **changes}


@given(pieces)
def test_what_is_written_is_read(sent):
    """Any number of pieces comes out as it went in."""
    wire = b"".join(
        write_frame(str(name), SHA, before + len(data) + after + 1, before, data) for name, data, before, after in sent
    )
    assert [(frame.photo, frame.offset, frame.data, frame.error) for frame in read_frames(wire)] == [
        (str(name), before, data, "") for name, data, before, _after in sent
    ]


@given(pieces.filter(bool), st.data())
def test_a_body_cut_anywhere_loses_only_its_last_piece(sent, data):
    """Whole pieces before the cut are read; the cut one is refused, never read as a shorter one."""
    wire = [write_frame(str(name), SHA, len(content) + 1, 0, content) for name, content, _b, _a in sent]
    body = b"".join(wire)
    cut = data.draw(st.integers(0, len(body) - 1))
    ends = [sum(map(len, wire[: index + 1])) for index in range(len(wire))]
    whole = sum(end <= cut for end in ends)
    got = read_frames(body[:cut])
    assert [frame.data for frame in got[:whole]] == [content for _n, content, _b, _a in sent[:whole]]
    assert all(frame.error in ("truncated", "bad_frame") for frame in got[whole:])
    assert len(got) - whole == (0 if cut in (0, *ends) else 1)


@given(st.binary(max_size=2000))
def test_noise_is_never_an_exception(body):
    """Whatever comes, each frame is good or says why not."""
    for frame in read_frames(body):
        assert frame.error or (len(frame.sha256) == 64 and frame.offset + len(frame.data) <= frame.size)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"photo": "../../etc"}, "bad_frame"),
        ({"photo": PHOTO.upper()}, "bad_frame"),
        ({"photo": 7}, "bad_frame"),
        ({"sha256": "z" * 64}, "bad_frame"),
        ({"sha256": None}, "bad_frame"),
        ({"size": 2}, "bad_frame"),
        ({"size": 0}, "bad_frame"),
        ({"size": True}, "bad_frame"),
        ({"size": 3.0}, "bad_frame"),
        ({"offset": -1}, "bad_frame"),
        ({"offset": 1}, "bad_frame"),
        ({"size": MAX_PHOTO + 1}, "too_big"),
    ],
)
def test_a_bad_header_is_refused_alone(changes, error):
    """The next frame is read all the same: the bad one said how long it was."""
    got = read_frames(raw_frame(header(**changes), b"abc") + raw_frame(header(), b"xyz"))
    assert [(frame.error, frame.data) for frame in got] == [(error, b""), ("", b"xyz")]


@pytest.mark.parametrize("text", [b"{", b"[]", b"null", b"[" * 1000, b'{"length":-1}', b'{"length":"3"}', b"\xff\xfe"])
def test_a_header_without_length_ends_the_body(text):
    """Nobody knows where the next frame begins: better nothing than bytes taken for a header."""
    got = read_frames(raw_frame(text) + raw_frame(header(), b"xyz"))
    assert [frame.error for frame in got] == ["bad_frame"]


def test_limits():
    """A body that is too long, too many frames, a header that is too long."""
    assert [frame.error for frame in read_frames(bytes(MAX_BODY + 1))] == ["too_big"]
    assert [frame.error for frame in read_frames(raw_frame(b" " * 1025))] == ["bad_frame"]
    many = read_frames(raw_frame(header(), b"abc") * (MAX_FRAMES + 5))
    assert len(many) == MAX_FRAMES + 1
    assert many[-1].error == frames.TOO_MANY


def test_a_question_is_a_frame_without_bytes():
    """Length 0 asks how far the photo came; it is not the whole of an empty photo."""
    (frame,) = read_frames(write_frame(PHOTO, SHA, 10, 0, b""))
    assert not frame.error
    assert not frame.is_whole


@given(st.binary(min_size=1, max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=60))
def test_pieces_in_any_order_make_a_beginning(photo, cuts):
    """Sent twice, overlapping, out of order: what is kept is always a beginning of the photo."""
    kept = b""
    for start, stop in cuts:
        kept += accept(len(kept), start, photo[start:stop])
        assert photo.startswith(kept)


@given(st.binary(min_size=1, max_size=400), st.integers(1, 100), st.integers(0, 3))
def test_going_on_from_where_it_stopped_ends(photo, step, again):
    """A sender that follows the answers brings the photo whole."""
    kept = b""
    while len(kept) < len(photo):
        start = max(0, len(kept) - again)
        kept += accept(len(kept), start, photo[start : start + step + again])
    assert hashlib.sha256(kept).digest() == hashlib.sha256(photo).digest()


def test_uuid_pattern_takes_what_browsers_make():
    """`crypto.randomUUID()` writes lower case."""
    assert all(frames.UUID.fullmatch(str(uuid.UUID(int=number))) for number in (0, 2**128 - 1))
