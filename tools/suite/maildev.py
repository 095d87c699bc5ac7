"""Mail of the demo: an SMTP port that catches what Odoo sends, one that feeds its gateway, a page to read.

Runs in the virtual environment (aiosmtpd). Nothing ever leaves the machine. A message for the gateway is
acknowledged only after Odoo has stored it; when Odoo does not answer, the sender is told to try again.
"""

import argparse
import asyncio
import email
import email.policy
import html
import http.server
import threading
import time
import urllib.parse
import uuid
import xmlrpc.client
from pathlib import Path

from aiosmtpd.controller import Controller

LIMIT = 60 * 1024 * 1024
STYLE = """
:root{--blue:#12355b;--amber:#f2a900;--line:#dfe4ea}
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1d2733;background:#f6f8fa}
header{background:var(--blue);color:#fff;padding:14px 22px;border-bottom:4px solid var(--amber)}
header a{color:#fff;text-decoration:none;font-weight:600}
main{max-width:1000px;margin:0 auto;padding:18px}
a.row{display:grid;grid-template-columns:9em 1fr;gap:2px 14px;padding:12px 14px;background:#fff;
border:1px solid var(--line);border-radius:8px;margin-bottom:8px;color:inherit;text-decoration:none}
a.row:hover{border-color:var(--blue)}.small{color:#5b6775;font-size:14px}
iframe{width:100%;height:70vh;border:1px solid var(--line);background:#fff;border-radius:8px}
dl{display:grid;grid-template-columns:7em 1fr;gap:2px 12px}dt{color:#5b6775}dd{margin:0;overflow-wrap:anywhere}
@media(max-width:600px){a.row{grid-template-columns:1fr}main{padding:10px}}
"""


class Mailbox:
    """Folder of .eml files, newest first."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, content: bytes) -> None:
        """Store one message; the name sorts by arrival."""
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:6]}"
        partial = self.folder / f"{name}.part"
        partial.write_bytes(content)
        partial.rename(self.folder / f"{name}.eml")

    def names(self) -> list[str]:
        """Names of the stored messages, newest first."""
        return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)

    def raw(self, name: str) -> bytes | None:
        """Bytes of one message, or None when there is no such name."""
        return (self.folder / f"{name}.eml").read_bytes() if name in self.names() else None


class Catcher:
    """SMTP handler keeping what Odoo sends."""

    def __init__(self, mailbox: Mailbox):
        self.mailbox = mailbox

    async def handle_DATA(self, _server, _session, envelope):
        """Store the message and accept it."""
        self.mailbox.add(envelope.content)
        return "250 kept"


class Gateway:
    """SMTP handler giving messages to Odoo's gateway, as a mail server's pipe does in production."""

    def __init__(self, url: str, database: str, login: str, password: str):
        self.url, self.database, self.login, self.password = url, database, login, password

    async def handle_DATA(self, _server, _session, envelope):
        """Accept the message only when Odoo has it."""
        try:
            await asyncio.to_thread(self.process, envelope.content)
        except (OSError, xmlrpc.client.Error) as error:
            first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
            return f"451 Odoo did not take the message, try again: {first_line[:200]}"
        return "250 given to Odoo"

    def process(self, content: bytes) -> None:
        """Call mail.thread.message_process with the raw bytes."""
        common = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/common")
        user = common.authenticate(self.database, self.login, self.password, {})
        if not user:
            raise OSError("login of the gateway refused")
        models = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object", allow_none=True)
        arguments = [False, xmlrpc.client.Binary(content)]
        models.execute_kw(self.database, user, self.password, "mail.thread", "message_process", arguments)


def _header(message, name: str) -> str:
    return html.escape(str(message.get(name, "")))


def _part(message, kinds: tuple) -> tuple[str, str]:
    """Best body of the message: (text, mime type)."""
    part = message.get_body(preferencelist=kinds)
    if part is None:
        return "", "text/plain"
    return part.get_content(), part.get_content_type()


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style>"
        f'<header><a href="/">Courrier de la démonstration</a></header><main>{body}</main></html>'
    )


class Reader(http.server.BaseHTTPRequestHandler):
    """The page: list of messages, one message, its source. Only GET, nothing changes."""

    mailbox: Mailbox

    def do_GET(self):
        """Route the four addresses of the page."""
        path = urllib.parse.urlparse(self.path).path.strip("/").split("/")
        if path == [""]:
            return self._send(_page("Courrier", self._list()))
        raw = self.mailbox.raw(path[-1])
        if raw is None:
            return self._send(_page("Introuvable", "<p>Ce message n'existe pas.</p>"), 404)
        message = email.message_from_bytes(raw, policy=email.policy.default)
        if path[0] == "corps":
            text, kind = _part(message, ("html", "plain"))
            return self._send(text if kind == "text/html" else f"<pre>{html.escape(text)}</pre>")
        if path[0] == "source":
            return self._send(raw, kind="text/plain; charset=utf-8")
        return self._send(_page(_header(message, "subject"), self._message(path[-1], message)))

    def _list(self) -> str:
        rows = []
        for name in self.mailbox.names()[:300]:
            message = email.message_from_bytes(self.mailbox.raw(name), policy=email.policy.default)
            when = time.strftime("%d/%m %H:%M:%S", time.localtime(int(name.split("-")[0]) / 1e9))
            rows.append(
                f'<a class="row" href="/message/{name}"><span class="small">{when}</span>'
                f"<strong>{_header(message, 'subject')}</strong><span></span>"
                f'<span class="small">{_header(message, "from")} → {_header(message, "to")}</span></a>'
            )
        return "".join(rows) or "<p>Aucun message pour le moment.</p>"

    def _message(self, name: str, message) -> str:
        names = ("From", "To", "Cc", "Date", "Subject", "Message-Id", "In-Reply-To", "Auto-Submitted")
        facts = "".join(f"<dt>{n}</dt><dd>{_header(message, n)}</dd>" for n in names if message.get(n))
        files = ", ".join(html.escape(str(part.get_filename())) for part in message.iter_attachments())
        return (
            f"<dl>{facts}<dt>Pièces</dt><dd>{files or '–'}</dd></dl>"
            f'<p><a href="/source/{name}">Source du message</a></p>'
            f'<iframe sandbox="allow-popups" title="Message" src="/corps/{name}"></iframe>'
        )

    def _send(self, body, status: int = 200, kind: str = "text/html; charset=utf-8") -> None:
        content = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args):
        """Keep the terminal quiet."""


def serve(arguments) -> None:
    """Run the three servers until the process is told to stop."""
    mailbox = Mailbox(Path(arguments.folder))
    Reader.mailbox = mailbox
    gateway = Gateway(arguments.odoo, arguments.database, arguments.login, arguments.password)
    for handler, port in ((Catcher(mailbox), arguments.sink), (gateway, arguments.inbound)):
        Controller(handler, hostname="127.0.0.1", port=port, data_size_limit=LIMIT).start()
    reader = http.server.ThreadingHTTPServer(("127.0.0.1", arguments.web), Reader)
    threading.Thread(target=reader.serve_forever, daemon=True).start()
    threading.Event().wait()


def main() -> None:
    """Command line of the mail catcher."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("folder", "odoo", "database", "login", "password"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("sink", "inbound", "web"):
        parser.add_argument(f"--{name}", type=int, required=True)
    serve(parser.parse_args())


if __name__ == "__main__":
    main()
