"""One request to SAGE over HTTP, and what its failure means: nothing was done, or nobody knows."""

import time
from collections.abc import Mapping

import requests
from urllib3.exceptions import NewConnectionError

from ..errors import OutcomeUnknown, Refused, SageError, Unavailable
from .base import Finding

CONNECT_SECONDS, READ_SECONDS = 5, 30
MAX_BYTES = 64 << 20


class HttpDoor:
    """An address with its credentials. Follows no redirection: a password goes nowhere else.

    :param bearer: token, used instead of user and password when given
    :param seconds: patience for a whole answer
    """

    def __init__(self, url: str, user: str = "", password: str = "", bearer: str = "", seconds: float = READ_SECONDS):
        if not url.startswith(("http://", "https://")):
            raise Refused("not_http", url)
        self.url = url.rstrip("/")
        self.seconds = seconds
        self.session = requests.Session()
        # The machine's own settings (proxy, netrc) have no say in this.
        self.session.trust_env = False
        if bearer:
            self.session.headers["Authorization"] = f"Bearer {bearer}"
        elif user:
            self.session.auth = (user.encode(), password.encode())

    def close(self) -> None:
        """End the connections."""
        self.session.close()

    def findings(self) -> list[Finding]:
        """What is to be said of the address itself."""
        local = self.url.startswith(("http://127.0.0.1", "http://localhost"))
        plain = self.url.startswith("http://") and not local
        return [Finding("warning", "no_encryption", self.url)] if plain else []

    def send(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, writes: bool
    ) -> requests.Response:
        """Send and read the whole answer, whatever its status.

        :param writes: whether SAGE changes something, so that a lost answer leaves the outcome unknown
        :raise Unavailable: nothing was done
        :raise OutcomeUnknown: it may have been done
        """
        lost: type[SageError] = OutcomeUnknown if writes else Unavailable
        ends = time.monotonic() + self.seconds
        try:
            response = self.session.request(
                method,
                url,
                data=body,
                headers=dict(headers),
                timeout=(CONNECT_SECONDS, self.seconds),
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = bytearray()
                for block in response.iter_content(1 << 16):
                    content += block
                    if len(content) > MAX_BYTES or time.monotonic() > ends:
                        raise lost("no_answer" if writes else "timeout", f"{method} {len(content)}")
        except requests.ConnectTimeout as error:
            raise Unavailable("unreachable", self.url) from error
        except requests.Timeout as error:
            raise lost("no_answer" if writes else "timeout", self.url) from error
        except requests.ConnectionError as error:
            if isinstance(getattr(error.args[0], "reason", None), NewConnectionError):
                raise Unavailable("unreachable", self.url) from error
            raise lost("no_answer" if writes else "unreachable", self.url) from error
        except requests.RequestException as error:
            raise lost("no_answer" if writes else "malformed", type(error).__name__) from error
        response._content = bytes(content)
        return response


def refuse_status(response: requests.Response, *, writes: bool, words: str = "") -> None:
    """Raise what an HTTP status means; a success passes. 404 is left to the caller.

    :param words: what SAGE says beside its status
    """
    status = response.status_code
    if status == 401:
        raise Refused("login")
    if status == 403:
        raise Refused("forbidden", words)
    if status in (429, 503):
        raise Unavailable("server_error", f"{status} {words}".strip())
    if status >= 500:
        raise (OutcomeUnknown if writes else Unavailable)(
            "no_answer" if writes else "server_error", f"{status} {words}"
        )
    if 300 <= status < 400:
        raise Refused("server_error", f"{status} {response.headers.get('Location', '')}")
    if status >= 400 and status != 404:
        raise Refused("sage_says_no", words or str(status))
