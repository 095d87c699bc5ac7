"""Attributes that every cookie of the suite carries (OWASP ASVS 5.0, V3.3)."""


def hardened(header: str, https: bool) -> str:
    """A Set-Cookie header with SameSite=Lax when it names none, and Secure when the visitor came by TLS.

    HttpOnly is added to the session cookie only: scripts of the pages read the others.

    :param header: value of one Set-Cookie header
    :param https: True when the visitor's browser used TLS
    """
    parts = [part.strip() for part in header.split(";")]
    present = {part.partition("=")[0].lower() for part in parts[1:]}
    if "samesite" not in present:
        parts.append("SameSite=Lax")
    if https and "secure" not in present:
        parts.append("Secure")
    if parts[0].startswith("session_id=") and "httponly" not in present:
        parts.append("HttpOnly")
    return "; ".join(parts)
