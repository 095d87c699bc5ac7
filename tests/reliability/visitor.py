"""A visitor of the site: a session of their own, an address of their own, and a short memory of what they saw."""

import html
import itertools
import re
from dataclasses import dataclass

import requests

_addresses = itertools.count(1)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|csrf_token: "([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back: status, body, where it sends, seconds it took."""

    status: int
    body: str
    location: str
    seconds: float
    headers: object

    @property
    def ok(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300


class Visitor:
    """HTTP client on 127.0.0.1, seen by the server as one address behind its reverse proxy."""

    def __init__(self, base: str, address: str | None = None, https: bool = True):
        number = next(_addresses)
        self.base = base
        self.address = address or f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.session = requests.Session()
        self.session.headers.update(
            {
                "X-Forwarded-For": self.address,
                "X-Forwarded-Host": "duret.test",
                "X-Forwarded-Proto": "https" if https else "http",
                "Accept-Language": "fr-FR",
            }
        )

    def request(self, method: str, path: str, **options) -> Answer:
        """Send one request, following no redirection; a relative path or one of this site."""
        options.setdefault("timeout", 30)
        reply = self.session.request(method, self.base + path, allow_redirects=False, **options)
        # The cookie is Secure and the test speaks plain HTTP to a server that believes its proxy.
        for cookie in self.session.cookies:
            cookie.secure = False
        body = reply.content.decode("utf-8", "replace")
        return Answer(
            reply.status_code, body, reply.headers.get("Location", ""), reply.elapsed.total_seconds(), reply.headers
        )

    def get(self, target: str, /, **params) -> Answer:
        """GET with a query."""
        return self.request("GET", target, params=params or None)

    def csrf(self, page: str = "/web/login") -> str:
        """The token of a form on this page; raises when the page has none."""
        found = _TOKEN.search(self.get(page).body)
        if not found:
            raise AssertionError(f"no form token on {page}")
        return html.unescape(found[1] or found[2])

    def post(self, target: str, /, form_page: str | None = "/web/login", **data) -> Answer:
        """POST a form; with a token taken from `form_page`, or none when that is None."""
        if form_page:
            data["csrf_token"] = self.csrf(form_page)
        return self.request("POST", target, data=data)

    def json(self, path: str, params: dict | None = None) -> Answer:
        """Call a JSON-RPC route."""
        return self.request("POST", path, json={"jsonrpc": "2.0", "id": 1, "method": "call", "params": params or {}})

    def rpc(self, model: str, method: str, *args, **kwargs) -> Answer:
        """Call a method of a model the way the web client does."""
        values = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.json(f"/web/dataset/call_kw/{model}/{method}", values)

    def login(self, login: str, password: str) -> "Visitor":
        """Log in through the login page; raises when refused."""
        answer = self.post("/web/login", login=login, password=password)
        if answer.status != 303:
            raise AssertionError(f"{login} could not log in: {answer.status}")
        return self
