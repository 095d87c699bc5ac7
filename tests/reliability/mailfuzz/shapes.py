"""The named shapes: every way a message to a customer service was seen to be special.

Each shape is a function (context) -> bytes. They share one way of writing a message (`write`), which makes what
email libraries refuse to make.
"""

import base64
import random
import zlib
from dataclasses import dataclass

ALIAS = "service-client@essai.example"
SHAPES = {}


@dataclass
class Context:
    """What makes one message unlike all others: a number, a random generator, ids of messages it may answer."""

    number: int
    rng: random.Random
    known_id: str = "<inconnu@ailleurs.example>"
    known_number: str = "T-99999"

    @property
    def sender(self) -> str:
        """Address of this message's sender."""
        return f"client{self.number}@fuzz.example"


def shape(function):
    """Register a shape under its function's name."""
    SHAPES[function.__name__] = function
    return function


def write(context: Context, headers=(), body=b"Bonjour, plus de courant.", drop=()) -> bytes:
    """A message with usual headers; `headers` adds or replaces (bytes values allowed), `drop` leaves out."""
    values = {
        "Return-Path": f"<{context.sender}>",
        "From": f"Client {context.number} <{context.sender}>",
        "To": ALIAS,
        "Subject": f"Demande {context.number}",
        "Message-ID": f"<fuzz-{context.number}-{context.rng.getrandbits(64):x}@fuzz.example>",
        "Date": "Mon, 02 Mar 2026 08:15:00 +0100",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
    } | dict(headers)
    lines = [
        name.encode() + b": " + (value if isinstance(value, bytes) else value.encode())
        for name, value in values.items()
        if name not in drop
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def multipart(context: Context, parts, kind="mixed", headers=(), close=True) -> bytes:
    """A multipart message of ready-made parts."""
    edge = f"=_{context.number}"
    body = b"".join(f"--{edge}\r\n".encode() + part + b"\r\n" for part in parts)
    body += f"--{edge}--\r\n".encode() if close else b""
    return write(context, {"Content-Type": f'multipart/{kind}; boundary="{edge}"', **dict(headers)}, body)


def text_part(text="Bonjour, plus de courant.", kind="plain", charset="utf-8") -> bytes:
    """A text part."""
    return f"Content-Type: text/{kind}; charset={charset}\r\n\r\n{text}".encode()


def file_part(name: str, content=b"contenu", mimetype="application/octet-stream", encoding="base64") -> bytes:
    """An attached file."""
    data = base64.encodebytes(content).replace(b"\n", b"\r\n") if encoding == "base64" else content
    head = f'Content-Type: {mimetype}\r\nContent-Disposition: attachment; filename="{name}"\r\n'
    return head.encode("utf-8", "surrogateescape") + f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + data


def _simple(name, headers=(), body=b"Bonjour, plus de courant.", drop=()):
    """Register a shape that only changes headers or the body."""

    def make(context):
        return write(context, headers, body, drop)

    SHAPES[name] = make


_simple("plain")
_simple("latin1_body", {"Content-Type": "text/plain; charset=iso-8859-1"}, "Panne électrique".encode("latin-1"))
_simple("no_charset_utf8_bytes", {"Content-Type": "text/plain"}, "Panne à l'étage".encode())
_simple("no_content_type", drop=("Content-Type", "MIME-Version"))
_simple("unknown_charset", {"Content-Type": "text/plain; charset=klingon-8"})
_simple("empty_charset", {"Content-Type": 'text/plain; charset=""'})
_simple("nul_in_subject", {"Subject": b"Pan\x00ne"})
_simple("nul_in_body", body=b"Bon\x00jour")
_simple("nul_in_message_id", {"Message-ID": b"<nul\x00nul@fuzz.example>"})
_simple("no_message_id", drop=("Message-ID",))
_simple("empty_message_id", {"Message-ID": "<>"})
_simple("no_subject", drop=("Subject",))
_simple("no_date", drop=("Date",))
_simple("wrong_date", {"Date": "hier soir vers 18 h"})
_simple("no_from", drop=("From",))
_simple("from_without_address", {"From": "Madame Favre"})
_simple("from_several", {"From": "a@fuzz.example, b@fuzz.example"})
_simple("from_encoded_wrongly", {"From": "=?utf-8?q?=ff=fe?= <x@fuzz.example>"})
_simple("subject_encoded_wrongly", {"Subject": "=?klingon?b?!!!?= =?utf-8?b?4pyT?="})
_simple("subject_raw_bytes", {"Subject": b"D\xe9pannage \xff"})
_simple("subject_very_long", {"Subject": "Panne " * 800})
_simple("subject_folded_badly", {"Subject": b"Panne\r\nsuite sans espace"})
_simple("empty_body", body=b"")
_simple("blank_body_no_subject", body=b"  \r\n \r\n", drop=("Subject",))
_simple("mistyped_alias", {"To": "servise-client@essai.example"})
_simple("blind_copy", {"To": "undisclosed-recipients:;"})
_simple("no_recipient", drop=("To",))
_simple("alias_in_copy", {"To": "ami@ailleurs.example", "Cc": ALIAS})
_simple("alias_in_delivered_to", {"To": "x@ailleurs.example", "Delivered-To": ALIAS})
_simple("to_catchall", {"To": "catchall@essai.example"})
_simple("many_recipients", {"To": ", ".join([ALIAS] + [f"p{n}@fuzz.example" for n in range(300)])})
_simple("auto_replied", {"Auto-Submitted": "auto-replied"})
_simple("auto_generated", {"Auto-Submitted": "auto-generated"})
_simple("precedence_bulk", {"Precedence": "bulk"})
_simple("list_id", {"List-Id": "<lettre.fuzz.example>"})
_simple("null_return_path", {"Return-Path": "<>"})
_simple("mailer_daemon", {"From": "MAILER-DAEMON@mx.fuzz.example"})
_simple("from_our_alias", {"From": ALIAS})
_simple("unsubscribe_header", {"List-Unsubscribe": "<https://fuzz.example/u>"})
_simple("html_script", {"Content-Type": "text/html"}, b"<p>Bonjour<script>alert(1)</script><img src=//t.example/p>")
_simple("html_broken", {"Content-Type": "text/html"}, b"<p><b>Bonjour <table><tr></p></div><!-- ")
_simple("html_only_image", {"Content-Type": "text/html"}, b"<img src='https://t.example/p.gif'>")
_simple("base64_broken", {"Content-Transfer-Encoding": "base64"}, b"Qm9uam91ciE*** =x=")
_simple("quoted_printable_broken", {"Content-Transfer-Encoding": "quoted-printable"}, b"Bonjour =ZZ =\r\n=E")
_simple("unknown_encoding", {"Content-Transfer-Encoding": "x-secret"})
_simple("pgp_inline", body=b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----")
_simple("smime", {"Content-Type": "application/pkcs7-mime; smime-type=enveloped-data"}, b"\x30\x82")
_simple("multipart_without_boundary", {"Content-Type": "multipart/mixed"}, b"--x\r\n\r\nBonjour\r\n--x--")


@shape
def zero_bytes(context):
    """Nothing at all."""
    return b""


@shape
def binary_garbage(context):
    """Bytes that are no message."""
    return context.rng.randbytes(400)


@shape
def reply_of_stranger(context):
    """Somebody else answers a message of an existing ticket."""
    return write(context, {"In-Reply-To": context.known_id, "Subject": f"Re: [{context.known_number}]"})


@shape
def many_references(context):
    """Hundreds of references, the last one known."""
    refs = " ".join(f"<r{n}@fuzz.example>" for n in range(300))
    return write(context, {"References": f"{refs} {context.known_id}"})


@shape
def delivery_report(context):
    """A DSN about a message of ours."""
    status = (
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.fr\r\n"
    )
    original = f"Content-Type: text/rfc822-headers\r\n\r\nMessage-Id: {context.known_id}\r\n".encode()
    return multipart(context, [text_part("Non remis"), status, original], "report; report-type=delivery-status")


@shape
def multipart_unclosed(context):
    """The last boundary is missing."""
    return multipart(context, [text_part(), file_part("plan.pdf")], close=False)


@shape
def attached_message(context):
    """A message inside the message, itself broken."""
    inner = (
        b"Content-Type: message/rfc822\r\n\r\nSubject: =?x?b?=\r\nContent-Type: text/plain; charset=klingon\r\n\r\nx"
    )
    return multipart(context, [text_part(), inner])


@shape
def hostile_file_names(context):
    """Names that climb folders or hide what they are."""
    names = ("../../etc/passwd", "..\\..\\x.exe", "x" * 400 + ".pdf", "facture\u202efdp.exe", "CON", ".htaccess", "")
    return multipart(context, [text_part(), *(file_part(name) for name in names)])


@shape
def executable_files(context):
    """.exe, .svg, .html, compressed bomb."""
    svg = file_part("x.svg", b"<svg onload=alert(1)>", "image/svg+xml")
    bomb = file_part("x.zip", zlib.compress(b"0" * 100_000), "application/zip")
    return multipart(context, [text_part(), svg, file_part("x.html", b"<script>1</script>", "text/html"), bomb])


@shape
def alternative_nested(context):
    """Parts nested forty deep."""
    part = text_part()
    for depth in range(40):
        edge = f"n{depth}".encode()
        part = b'Content-Type: multipart/mixed; boundary="' + edge + b'"\r\n\r\n--' + edge + b"\r\n" + part
        part += b"\r\n--" + edge + b"--"
    return multipart(context, [part])


@shape
def lone_surrogates(context):
    """Encoded words that decode to half characters."""
    return write(context, {"Subject": "=?utf-16?b?2AA=?= =?utf-7?q?+2AA-?="}, "\ud800".encode("utf-8", "surrogatepass"))


@shape
def two_froms(context):
    """The same header several times."""
    return write(context).replace(b"\r\nTo:", b"\r\nFrom: Rival <rival@autre.example>\r\nTo:", 1)
