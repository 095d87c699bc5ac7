"""Making the names of received files harmless, and telling which files must never be shown in a browser."""

import re
import unicodedata

NAME_LIMIT = 150  # characters; file systems stop at 255 bytes

# Files that a browser or a desktop would run or render: kept, always offered as a download only.
DANGEROUS_EXTENSIONS = frozenset(
    "svg svgz html htm xhtml xht shtml mhtml mht xml xsl xslt js mjs jse vbs vbe wsf wsh hta swf exe com scr pif "
    "bat cmd ps1 psm1 msi msp jar lnk url iso img vhd dll cpl reg chm application gadget inf ws sct".split()
)

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff\ud800-\udfff]')


def safe_name(name: str, default: str = "piece-jointe") -> str:
    """A file name without folders, control or direction-changing characters, at most `NAME_LIMIT` long.

    >>> safe_name("../../etc/passwd")
    'passwd'
    >>> safe_name("..\\\\..\\\\devis.pdf")
    'devis.pdf'
    >>> safe_name("facture\\u202efdp.exe")
    'facturefdp.exe'
    >>> safe_name("..")
    'piece-jointe'
    """
    base = re.split(r"[/\\]", _FORBIDDEN.sub("", unicodedata.normalize("NFC", str(name or ""))))[-1]
    base = " ".join(base.split()).strip(". ")
    if not base:
        return default
    if len(base) > NAME_LIMIT:
        stem, dot, extension = base.rpartition(".")
        keep = f".{extension}" if dot and len(extension) <= 10 else ""
        base = (stem if keep else base)[: NAME_LIMIT - len(keep)].rstrip(". ") + keep
    return base


def is_dangerous(name: str) -> bool:
    """True when a file of this name must never be rendered inline.

    >>> is_dangerous("logo.SVG"), is_dangerous("devis.pdf")
    (True, False)
    """
    return safe_name(name).rpartition(".")[2].lower() in DANGEROUS_EXTENSIONS
