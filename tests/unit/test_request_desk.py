"""What a client may send: answers, files, and how far a request is."""

import doctest
import io
import struct
import zlib
from datetime import datetime, timedelta

import pytest
import request_desk
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from request_desk import (
    MAX_COUNT,
    MAX_FILE,
    MAX_TOTAL,
    CleanFile,
    Question,
    Refusal,
    clean_file,
    clean_files,
    read_answers,
    refused_by_size,
    steps,
    title_of,
)
from request_desk.answers import MAX_LINE, MAX_TEXT, MAX_TITLE, Answer
from request_desk.files import MAX_SIDE

DAY = datetime(2026, 11, 23, 9, 0)


def photo(kind="JPEG", size=(64, 48), exif=None, **options):
    image = Image.new("RGB", size, (200, 30, 30))
    content = io.BytesIO()
    image.save(content, kind, **({"exif": exif} if exif else {}), **options)
    return content.getvalue()


def gps():
    exif = Image.Exif()
    exif[0x010F] = "Telephone of the client"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (45.0, 54.0, 0.0)
    return exif


def announced(width, height):
    """A tiny PNG that says it is huge."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


class TestFiles:
    @pytest.mark.parametrize(
        ("kind", "mimetype"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg")]
    )
    def test_photos_are_kept(self, kind, mimetype):
        kept = clean_file("tableau.xyz", photo(kind))
        assert isinstance(kept, CleanFile)
        assert kept.mimetype == mimetype
        assert kept.name == "tableau" + (".png" if kind == "PNG" else ".jpg")

    def test_position_and_camera_are_removed_and_the_photo_stands_upright(self):
        sent = photo(exif=gps())
        assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825), "the photo sent says where it was taken"
        kept = clean_file("a.jpg", sent)
        image = Image.open(io.BytesIO(kept.content))
        assert dict(image.getexif()) == {}
        assert b"Telephone" not in kept.content
        assert image.size == (48, 64)

    def test_png_texts_are_removed(self):
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_text("Comment", "secret place")
        kept = clean_file("a.png", photo("PNG", pnginfo=info))
        assert b"secret place" not in kept.content

    def test_large_photos_become_smaller(self):
        kept = clean_file("a.jpg", photo(size=(5000, 2500)))
        assert max(Image.open(io.BytesIO(kept.content)).size) == MAX_SIDE

    def test_a_pdf_is_kept_as_it_is(self):
        content = b"%PDF-1.4\n%%EOF"
        assert clean_file("facture.pdf", content) == CleanFile("facture.pdf", content, "application/pdf")

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b"MZ\x90\x00 program", "not_allowed"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_allowed"),
            (b"GIF89a" + b"\0" * 50, "not_allowed"),
            (b"\xff\xd8\xff\xe0 not a photo", "damaged"),
            (photo()[:200], "damaged"),
            (announced(30000, 30000), "too_many_pixels"),
            (b"\xff\xd8\xff" + b"\0" * MAX_FILE, "too_big"),
        ],
    )
    def test_refused(self, content, code):
        """The name says « .jpg »; only the content counts."""
        assert clean_file("photo.jpg", content) == Refusal("photo.jpg", code)

    def test_a_sending_is_refused_whole(self):
        assert clean_files([("a.jpg", photo())] * (MAX_COUNT + 1)) == ([], [Refusal("", "too_many")])
        big = b"%PDF-" + b"\0" * (MAX_FILE - 5)
        assert clean_files([("a.pdf", big)] * 3) == ([], [Refusal("", "total_too_big")])
        assert refused_by_size([("a", MAX_FILE), ("b", MAX_TOTAL - MAX_FILE)]) == []
        assert refused_by_size([("a", MAX_FILE + 1)]) == [Refusal("a", "too_big")]

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Photos\\tableau élec.PDF", "tableau élec.pdf"),
            ("", "photo.pdf"),
            ("a\x00\u202eb.exe", "ab.pdf"),
            ("x" * 300, "x" * 80 + ".pdf"),
        ],
    )
    def test_names(self, name, kept):
        assert clean_file(name, b"%PDF-").name == kept

    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]))
    def test_any_bytes_end_in_a_verdict(self, content, start):
        assert isinstance(clean_file("x", start + content), CleanFile | Refusal)

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, 600), st.integers(0, 255), st.sampled_from(["JPEG", "PNG", "WEBP"]))
    def test_a_damaged_photo_never_raises(self, place, byte, kind):
        content = bytearray(photo(kind))
        content[place % len(content)] = byte
        assert isinstance(clean_file("x", bytes(content)), CleanFile | Refusal)


class TestAnswers:
    QUESTIONS = [
        Question("where", "line", required=True, in_title=True),
        Question("what", "text"),
        Question("danger", "yesno", required=True),
        Question("kind", "choice", choices=("House", "Flat")),
        Question("day", "date"),
        Question("photo", "files", required=True),
    ]

    def test_read(self):
        raw = {"where": "  la \t cuisine ", "what": "a\r\nb\u200b", "danger": "no", "kind": "Flat", "day": "2026-11-23"}
        answers, faults = read_answers(self.QUESTIONS, raw | {"unknown": "x"})
        assert not faults
        assert [(one.question.key, one.value) for one in answers] == [
            ("where", "la cuisine"),
            ("what", "a\nb"),
            ("danger", "no"),
            ("kind", "Flat"),
            ("day", "2026-11-23"),
        ]

    @pytest.mark.parametrize(
        ("key", "value", "code"),
        [
            ("where", "", "required"),
            ("where", " \u200b ", "required"),
            ("where", None, "required"),
            ("where", ["x"], "required"),
            ("where", "x" * (MAX_LINE + 1), "too_long"),
            ("what", "x" * (MAX_TEXT + 1), "too_long"),
            ("danger", "maybe", "not_offered"),
            ("kind", "Castle", "not_offered"),
            ("day", "31/12/2026", "not_a_date"),
            ("day", "2026-02-30", "not_a_date"),
            ("day", "0001-01-01", "not_a_date"),
        ],
    )
    def test_faults(self, key, value, code):
        raw = {"where": "x", "danger": "yes"} | {key: value}
        assert read_answers(self.QUESTIONS, raw)[1] == {key: code}

    @given(st.dictionaries(st.sampled_from(["where", "what", "danger", "kind", "day", "photo"]), st.text()))
    def test_never_more_than_asked(self, raw):
        answers, faults = read_answers(self.QUESTIONS, raw)
        given_keys = {one.question.key for one in answers}
        assert not given_keys & set(faults)
        assert all(len(one.value) <= MAX_TEXT and "\x00" not in one.value for one in answers)

    @given(st.text(min_size=1, max_size=300))
    def test_title_is_short(self, value):
        assert len(title_of("Panne", [Answer(self.QUESTIONS[0], value)])) <= MAX_TITLE


class TestSteps:
    def test_received(self):
        assert [(one.code, one.state) for one in steps(DAY)] == [
            ("received", "current"),
            ("taken", "todo"),
            ("solved", "todo"),
        ]

    def test_waiting_for_the_client(self):
        line = steps(DAY, waiting=DAY + timedelta(days=1))
        assert [(one.code, one.state) for one in line][1:3] == [("taken", "done"), ("waiting", "current")]

    def test_solved_at_once(self):
        line = steps(DAY, solved=DAY + timedelta(hours=1))
        assert [one.state for one in line] == ["done", "done", "current"]
        assert all(one.since for one in line)

    moments = st.none() | st.datetimes(min_value=DAY, max_value=DAY + timedelta(days=90))

    @given(moments, moments, moments)
    def test_one_is_current_and_the_end_is_last(self, taken, waiting, solved):
        line = steps(DAY, taken, waiting, solved)
        states = [one.state for one in line]
        assert states.count("current") == 1
        assert states == sorted(states, key=["done", "current", "todo"].index)
        assert line[0].code == "received"
        assert line[-1].code == "solved"
        assert (line[-1].state == "current") is bool(solved)


@pytest.mark.parametrize("name", ["answers", "progress"])
def test_examples(name):
    module = getattr(request_desk, name)
    assert doctest.testmod(module).failed == 0
