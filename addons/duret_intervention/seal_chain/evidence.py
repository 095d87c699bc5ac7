"""Evidence of one report: a text that names each part and gives its SHA-256.

The text is kept with the seal. Whoever doubts hashes the parts again, as they are now, and compares: a part that
differs is named, and so is one that is gone.
"""

import hashlib
import json
from collections.abc import Mapping


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no blanks, no ASCII escapes.

    :param value: texts, numbers, booleans, None, lists and mappings of these
    :raise ValueError: a number that JSON does not have (infinity)
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: str | bytes | object) -> str:
    """SHA-256 in hexadecimal: of bytes, of a text in UTF-8, or of the canonical text of anything else."""
    if isinstance(value, bytes):
        data = value
    else:
        data = (value if isinstance(value, str) else canonical(value)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def evidence_text(parts: Mapping[str, str]) -> str:
    """The text of the evidence.

    :param parts: name of each part and its SHA-256
    """
    return canonical({"format": 1, "parts": dict(parts)})


def parts_of(text: str) -> dict[str, str]:
    """The parts named by a text of evidence; empty when it is not one (somebody wrote over it)."""
    try:
        parts = json.loads(text)["parts"]
    except (ValueError, KeyError, TypeError):
        return {}
    return parts if isinstance(parts, dict) else {}


def differences(text: str, now: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """What is no longer as it was sealed.

    :param text: the text of the evidence
    :param now: SHA-256 of each part as it is now, None or no entry when it is not there any more
    :return: sorted list of (part, "changed" or "missing"); parts that were not sealed are nobody's concern
    """
    found = []
    for part, sealed in sorted(parts_of(text).items()):
        present = now.get(part)
        if present is None:
            found.append((part, "missing"))
        elif present != sealed:
            found.append((part, "changed"))
    return found
