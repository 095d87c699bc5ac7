"""Mutations: what networks, bad software and attackers do to messages. Same seed, same corpus."""

import random

from .shapes import SHAPES, Context

CHARSETS = (b"utf-8", b"klingon-8", b"utf-7", b"iso-2022-jp", b"cp65001", b"\xff", b"idna", b"unicode_escape", b"hex")
ENCODINGS = (b"base64", b"quoted-printable", b"x-uuencode", b"8bit", b"binary", b"7bit", b"base-64")
SNIPPETS = (
    b"\x00",
    b"\r\n\r\n",
    b"\n \n",
    b"=?utf-8?q?",
    b"Content-Type: text/plain; charset=x-unknown\r\n",
    b"\xf0\x9f\x94\x8c",
    b"\x80\xff\xfe",
    b'"',
    b"<>",
    b"; boundary=",
    b"\x1b$B",
)


def _at(raw: bytes, rng: random.Random) -> int:
    """A position, in the headers two times out of three."""
    end = raw.find(b"\r\n\r\n") if rng.random() < 0.67 else len(raw)
    return rng.randrange(max(1, end if end > 0 else len(raw)))


def flip(raw, rng):
    """Change one byte."""
    position = _at(raw, rng)
    return raw[:position] + bytes([rng.randrange(256)]) + raw[position + 1 :]


def insert(raw, rng):
    """Insert something nasty."""
    position = _at(raw, rng)
    return raw[:position] + rng.choice(SNIPPETS) + raw[position:]


def cut(raw, rng):
    """Lose the end."""
    return raw[: rng.randrange(len(raw) // 2, len(raw) + 1)] if raw else raw


def drop_line(raw, rng):
    """Lose one line."""
    lines = raw.split(b"\r\n")
    del lines[rng.randrange(len(lines))]
    return b"\r\n".join(lines)


def repeat_line(raw, rng):
    """Say one line twice."""
    lines = raw.split(b"\r\n")
    position = rng.randrange(len(lines))
    return b"\r\n".join([*lines[:position], lines[position], *lines[position:]])


def charset(raw, rng):
    """Announce another charset."""
    return raw.replace(b"charset=utf-8", b"charset=" + rng.choice(CHARSETS))


def encoding(raw, rng):
    """Announce another transfer encoding."""
    return raw.replace(b"MIME-Version: 1.0", b"Content-Transfer-Encoding: " + rng.choice(ENCODINGS), 1)


def newlines(raw, rng):
    """Other line ends."""
    return raw.replace(b"\r\n", rng.choice((b"\n", b"\r", b"\r\r\n")))


def swap_lines(raw, rng):
    """Shuffle the header block."""
    head, separator, body = raw.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    rng.shuffle(lines)
    return b"\r\n".join(lines) + separator + body


MUTATIONS = (flip, insert, cut, drop_line, repeat_line, charset, encoding, newlines, swap_lines)


def corpus(seed: int, mutated: int = 500, **known) -> list[tuple[str, bytes]]:
    """The (name, bytes) pairs: every named shape once, then `mutated` mutations of them, each unlike the others.

    :param known: `known_id` and `known_number` of a ticket that exists (see `Context`)
    """
    rng = random.Random(seed)
    messages = []
    for number, name in enumerate(SHAPES):
        messages.append((name, SHAPES[name](Context(number, rng, **known))))
    seen = {raw for _name, raw in messages}
    names = list(SHAPES)
    number = len(names)
    while len(messages) < len(names) + mutated:
        number += 1
        name = rng.choice(names)
        raw = SHAPES[name](Context(number, rng, **known))
        applied = [rng.choice(MUTATIONS) for _ in range(rng.randint(1, 3))]
        for mutation in applied:
            raw = mutation(raw, rng)
        if raw not in seen:
            seen.add(raw)
            messages.append((f"{name}+{'+'.join(m.__name__ for m in applied)}", raw))
    return messages
