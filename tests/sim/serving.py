"""A small HTTP server around a WSGI application, with the mishaps of real ones, on demand."""

import base64
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

USER, PASSWORD = "odoo", "motdepasse"

# Before SAGE has seen the request, or after it has done what it says.
ERROR_500, POOL_OFF, MALFORMED, PARTIAL_PAGE, BUSY = "error_500", "pool_off", "malformed", "partial_page", "busy"
HANG_UP, HANG_UP_AFTER, SLOW_AFTER, ERROR_AFTER = "hang_up", "hang_up_after", "slow_after", "error_after"


class HangUp(Exception):
    """The line goes dead: no answer at all."""


@dataclass
class Fault:
    """One mishap for the next request that `fits` (all of them when None)."""

    kind: str
    fits: Callable[[str, str], bool] | None = None


class _Handler(ServerHandler):
    def handle_error(self):
        """Close the line on a HangUp, show anything else."""
        if isinstance(sys.exc_info()[1], HangUp):
            self.request_handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            super().handle_error()


class _Requests(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Tests read the answers, not a log."""

    def handle(self):
        """One request, by our handler."""
        self.raw_requestline = self.rfile.readline(65537)
        if self.parse_request():
            handler = _Handler(self.rfile, self.wfile, self.get_stderr(), self.get_environ(), multithread=True)
            handler.request_handler = self
            handler.run(self.server.get_app())


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class HttpFace:
    """A WSGI application of the simulated SAGE, served on a port of its own. Subclasses answer in `answer`."""

    slow_seconds = 1.0

    def __init__(self, sage):
        self.sage = sage
        self.faults: list[Fault] = []
        self.requests: list[tuple[str, str]] = []
        self.server = _Server(("127.0.0.1", 0), _Requests)
        self.server.set_app(self)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def fault(self, kind: str, fits: Callable[[str, str], bool] | None = None) -> None:
        """Plan a mishap for the next request that fits (method, what it asks for)."""
        self.faults.append(Fault(kind, fits))

    def __call__(self, environ, start_response):
        method = environ["REQUEST_METHOD"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        what = self.subject(environ, body)
        self.requests.append((method, what))
        fault = next((one for one in self.faults if one.fits is None or one.fits(method, what)), None)
        if fault:
            self.faults.remove(fault)
        if environ.get("HTTP_AUTHORIZATION") not in self.tickets():
            start_response("401 Unauthorized", [("WWW-Authenticate", 'Basic realm="SAGE"'), ("Content-Length", "0")])
            return [b""]
        status, kind, content = self.troubled(environ, body, fault.kind if fault else "")
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]

    def tickets(self) -> set[str]:
        """Values of the header Authorization that open the door."""
        return {"Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode(), "Bearer jeton"}

    def troubled(self, environ, body: bytes, fault: str) -> tuple[str, str, bytes]:
        """The answer, or what is left of it."""
        if fault == HANG_UP:
            raise HangUp
        if fault == ERROR_500:
            return "500 Internal Server Error", "text/html", b"<html>Erreur</html>"
        if fault == BUSY:
            return "503 Service Unavailable", "text/plain", b"occupe"
        if fault == POOL_OFF:
            return "500 Internal Server Error", "text/plain", b"No Web services accepted"
        status, kind, content = self.answer(environ, body, partial=fault == PARTIAL_PAGE)
        if fault == HANG_UP_AFTER:
            raise HangUp
        if fault == SLOW_AFTER:
            time.sleep(self.slow_seconds)
        if fault == ERROR_AFTER:
            return "500 Internal Server Error", "text/html", b"<html>Erreur</html>"
        return status, kind, content[: len(content) // 2] if fault == MALFORMED else content

    def subject(self, environ, body: bytes) -> str:
        """What a request is about, for faults and for tests."""
        return environ.get("PATH_INFO", "")

    def answer(self, environ, body: bytes, partial: bool) -> tuple[str, str, bytes]:
        """(status, content type, content) of a request that went well."""
        raise NotImplementedError
