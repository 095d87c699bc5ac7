"""Which requests are counted, for whom, and which answers count as a refused try.

A limit is "at most N in any period of T seconds, from one address, in one scope". Tries that succeed are given
back, so that an office of a hundred people behind one address is not locked out on Monday morning; what sends a
mail or creates something is counted whether it succeeds or not.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """One kind of counted request: its period in seconds, the usual limit, and whether success is given back."""

    name: str
    period: int
    limit: int
    forgives_success: bool

    @property
    def setting(self) -> str:
        """Name of the system parameter that holds the limit (0 = no limit)."""
        return f"duret_base.rate_{self.name}"


LOGIN = Scope("login", period=60, limit=20, forgives_success=True)
TOKEN = Scope("token", period=60, limit=20, forgives_success=True)
MAIL = Scope("mail", period=600, limit=10, forgives_success=False)
FORM = Scope("form", period=60, limit=60, forgives_success=False)
# What clients write on the portal, with or without a login: requests, answers, closings.
REQUEST = Scope("request", period=600, limit=30, forgives_success=False)
# Pages on which a visitor books a visit: each looks for free times. And those that send him a code, which costs money.
BOOKING = Scope("booking", period=60, limit=120, forgives_success=False)
CODE = Scope("code", period=600, limit=10, forgives_success=False)
# Answers to questionnaires, by the secret of a message: corrections too, for a person does not correct sixty times.
OPINION = Scope("opinion", period=600, limit=60, forgives_success=False)
SCOPES = {scope.name: scope for scope in (LOGIN, TOKEN, MAIL, FORM, REQUEST, BOOKING, CODE, OPINION)}

_LOGIN_PATHS = re.compile(r"/web/login(/totp)?|/web/session/authenticate|/xmlrpc/.*|/jsonrpc|/auth_passkey/.*")
_MAIL_PATHS = re.compile(r"/web/(reset_password|signup|portal_access)")
_REQUEST_PATHS = re.compile(r"/my/tickets/new/\d+|/my/ticket/\d+/(answer|close)")
_OPINION_PATHS = re.compile(r"/avis/[^/]+(/note)?")
_CODE_PATHS = re.compile(r"/rdv/(code|coordonnees)")
_BOOKING_PATHS = re.compile(
    r"/rdv|/rdv/(?!visite/|invitation/|offre/).*"
    r"|/rdv/visite/[^/]+/(deplacer(/confirmer)?|annuler/confirmer|avis|attente)"
)
_TOKEN_NAMES = re.compile(r"(^|.*_)(token|hash)$")
_NOT_SECRETS = {"csrf_token", "recaptcha_token_response", "unique"}
_TURNED_AWAY = {"/my", "/my/home", "/web/login", "/web", "/odoo", "/"}


def address_key(address: str) -> str:
    """What one sender is known by: its IPv4 address, or the /64 network of its IPv6 address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if known.version == 6:
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((int(known), 64), strict=False))
    return str(known)


def carries_token(params: Mapping) -> bool:
    """True when one of the arguments is a secret that opens something without a login."""
    return any(params[name] and name not in _NOT_SECRETS and _TOKEN_NAMES.fullmatch(name) for name in params)


def scope_of(path: str, method: str, params: Mapping, *, anonymous: bool, employee: bool) -> Scope | None:
    """The scope that this request counts in, or None.

    :param path: path of the request, without a language prefix
    :param method: HTTP method
    :param params: arguments of the request
    :param anonymous: True when nobody is logged in
    :param employee: True for an internal user
    """
    if method == "POST" and _LOGIN_PATHS.fullmatch(path):
        return LOGIN
    if method == "POST" and _MAIL_PATHS.fullmatch(path):
        return MAIL
    if method == "POST" and not employee and _REQUEST_PATHS.fullmatch(path):
        return REQUEST
    if method == "POST" and not employee and _OPINION_PATHS.fullmatch(path):
        return OPINION
    if not employee and (path == "/rdv" or path.startswith("/rdv/")):
        return _booking_scope(path, method)
    if not employee and carries_token(params):
        return TOKEN
    return FORM if anonymous and method == "POST" else None


def _booking_scope(path: str, method: str) -> Scope:
    """The scope of a booking page; showing a visit by its link is a try of a secret, given back when it opens."""
    if method == "POST" and _CODE_PATHS.fullmatch(path):
        return CODE
    return BOOKING if _BOOKING_PATHS.fullmatch(path) else TOKEN


def looks_refused(status: int, location: str | None) -> bool:
    """True when the answer to a secret link says no: an error, or a way back to the front door."""
    if status in (301, 302, 303, 307, 308):
        path = re.sub(r"^https?://[^/]+", "", location or "").partition("?")[0]
        return (path.rstrip("/") or "/") in _TURNED_AWAY
    return status in (400, 401, 403, 404, 410)
