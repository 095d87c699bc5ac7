"""A routing server of our own, that answers, lies, or says nothing."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class RoutingStandIn:
    """The table service of an OSRM server on a port of 127.0.0.1.

    :ivar asked: paths that were asked
    :ivar minutes: every way takes so many minutes; None answers with an error
    """

    def __init__(self, minutes=10):
        self.asked, self.minutes = [], minutes
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                stand_in.asked.append(self.path)
                self.send_response(200 if stand_in.minutes is not None else 503)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(stand_in.answer(self.path)).encode())

            def log_message(self, *_arguments):
                """Say nothing in the log of the tests."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path):
        """The answer to a question, every way being as long."""
        wanted = dict(part.split("=") for part in path.partition("?")[2].split("&"))
        rows, columns = (len(wanted[name].split(";")) for name in ("sources", "destinations"))
        seconds = (self.minutes or 0) * 60
        return {"code": "Ok", "durations": [[seconds] * columns] * rows, "distances": [[12_000] * columns] * rows}

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()
