"""A small server that answers like Microsoft's calendar interface, for tests."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch
from urllib.parse import parse_qs, urlparse

from odoo.addons.microsoft_account.models import microsoft_service

EVENTS = "/v1.0/me/calendar/events"
DELTA = "/v1.0/me/calendarView/delta"


class GraphStandIn:
    """Keeps the events of one mailbox and what was asked of it.

    Shapes of the answers follow Microsoft's documentation of `event` (calendar v1.0).
    """

    def __init__(self):
        self.calls = []
        self.stored = {}
        self.changed = []
        self.instances = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self):
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()

    def sent(self, method):
        """Return the bodies sent by one method, in order."""
        return [body for verb, _path, body in self.calls if verb == method]

    def answer(self, method, path, body):
        """Do what is asked.

        :return: (status, body)
        """
        self.calls.append((method, path, body))
        url = urlparse(path)
        if method == "POST" and url.path == EVENTS:
            key = f"AAMk{len(self.stored) + 1}"
            self.stored[key] = body | {"id": key, "iCalUId": f"040000008200E00074C5B7{key}"}
            return 201, self.stored[key]
        if method == "PATCH":
            self.stored[url.path.rpartition("/")[2]].update(body)
            return 200, {}
        if method == "DELETE":
            self.stored.pop(url.path.rpartition("/")[2], None)
            return 200, {}
        if url.path == DELTA:
            return 200, {"value": self.changed, "@odata.deltaLink": f"{self.url}{DELTA}?$deltatoken=next"}
        if url.path.endswith("/instances"):
            return 200, {"value": self.instances[url.path.split("/")[-2]]}
        return 404, {"error": {"code": "ErrorItemNotFound", "query": parse_qs(url.query)}}

    def _handler(self):
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def _serve(self):
                size = int(self.headers.get("Content-Length") or 0)
                raw = self.rfile.read(size) if size else b""
                status, body = stand_in.answer(self.command, self.path, json.loads(raw) if raw else {})
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PATCH = do_DELETE = _serve

            def log_message(self, *args):
                """Tests print nothing."""

        return Handler

    @contextmanager
    def instead_of_microsoft(self):
        """Send core's requests here."""
        send = microsoft_service.MicrosoftService._do_request

        def redirected(model, uri, params=None, headers=None, method="POST", preuri=self.url, timeout=5):
            return send(model, uri, params, headers, method, preuri, timeout)

        with (
            patch.object(microsoft_service, "DEFAULT_MICROSOFT_GRAPH_ENDPOINT", self.url),
            patch.object(microsoft_service.MicrosoftService, "_do_request", redirected),
        ):
            yield self


def outlook_event(stand_in_id, subject, start, stop, **values):
    """An event as the calendar interface gives it.

    :param start: ISO text, UTC
    :param stop: ISO text, UTC
    """
    return {
        "id": stand_in_id,
        "iCalUId": f"040000008200E00074C5B7{stand_in_id}",
        "type": "singleInstance",
        "subject": subject,
        "body": {"contentType": "html", "content": ""},
        "start": {"dateTime": start, "timeZone": "UTC"},
        "end": {"dateTime": stop, "timeZone": "UTC"},
        "isAllDay": False,
        "isCancelled": False,
        "isReminderOn": False,
        "isOnlineMeeting": False,
        "showAs": "busy",
        "sensitivity": "normal",
        "location": {"displayName": ""},
        "attendees": [],
        "organizer": {"emailAddress": {"name": "Luc", "address": "duret_technician@duret.test"}},
        "lastModifiedDateTime": "2099-01-01T00:00:00Z",
        **values,
    }
