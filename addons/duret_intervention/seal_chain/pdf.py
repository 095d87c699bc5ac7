"""The same document, byte for byte, each time it is made from the same data."""

import re
from datetime import datetime

# What wkhtmltopdf writes differently each time. Replaced by text of the same length: no offset of the file moves.
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)(\d{14})([^)]*)\)")
_IDENTIFIER = re.compile(rb"/ID ?\[ ?<([0-9A-Fa-f]+)> ?<([0-9A-Fa-f]+)> ?\]")


def fixed_pdf(content: bytes, moment: datetime, identifier: str) -> bytes:
    """Give a PDF the date and the identifier of its data in place of those of its printing.

    :param content: a PDF as the printer made it
    :param moment: date that the document carries (UTC): when the report was closed
    :param identifier: hexadecimal text, the same for the same data
    :return: the PDF, of the same length
    """
    stamp = moment.strftime("%Y%m%d%H%M%S").encode()

    def dated(match: re.Match) -> bytes:
        zone = re.sub(rb"[+-]", b"+", re.sub(rb"\d", b"0", match[3]))
        return match[1] + stamp + zone + b")"

    def named(match: re.Match) -> bytes:
        text = match[0]
        for group in (1, 2):
            start, stop = match.start(group) - match.start(), match.end(group) - match.start()
            text = text[:start] + (identifier * (stop // len(identifier) + 1))[: stop - start].encode() + text[stop:]
        return text

    return _IDENTIFIER.sub(named, _DATE.sub(dated, content))
