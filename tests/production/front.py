"""nginx in front of Odoo, from the very template that the production container renders."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

from tools.suite.layout import ROOT

TEMPLATE = ROOT / "config/nginx/duret.conf.template"
MAIN = """
{user}
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def nginx() -> str:
    """Path of nginx; Debian keeps it out of an ordinary user's PATH."""
    return shutil.which("nginx") or "/usr/sbin/nginx"


def variables_of(template: str) -> set[str]:
    """Names of the ${DURET_...} variables of a template."""
    return set(re.findall(r"\$\{(\w+)\}", template))


def render(values: dict[str, str]) -> str:
    """The template with its variables replaced, as the container's envsubst does; a missing one is an error."""
    return re.sub(r"\$\{(\w+)\}", lambda match: values[match[1]], TEMPLATE.read_text())


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A throw-away certificate for localhost, and its key."""
    certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


class Front:
    """nginx on 127.0.0.1 with a throw-away certificate, passing to an Odoo server."""

    def __init__(self, folder: Path, http_port: int, https_port: int, odoo: str, websocket: str):
        self.folder = folder
        self.http_port, self.https_port = http_port, https_port
        self.certificate, self.key = self_signed(folder)
        self.values = {
            "DURET_DOMAIN": "localhost",
            "DURET_TLS_CERT": str(self.certificate),
            "DURET_TLS_KEY": str(self.key),
            "DURET_LISTEN_HTTP": f"127.0.0.1:{http_port}",
            "DURET_LISTEN_HTTPS": f"127.0.0.1:{https_port}",
            "DURET_ODOO": odoo,
            "DURET_ODOO_WEBSOCKET": websocket,
            "DURET_RESOLVER": "127.0.0.1",
            "DURET_MAX_BODY": "64m",
            "DURET_ACME_ROOT": str(folder),
            "DURET_NGINX_CACHE": str(folder / "cache"),
            "DURET_NGINX_LOGS": str(folder),
        }
        (folder / "site.conf").write_text(render(self.values))
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
        self.process: subprocess.Popen | None = None

    def _command(self, *options: str) -> list[str]:
        return [nginx(), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *options]

    def check(self) -> subprocess.CompletedProcess:
        """Result of `nginx -t` on the rendered site."""
        return subprocess.run(self._command("-t"), capture_output=True, text=True)

    def __enter__(self) -> "Front":
        with (self.folder / "out.log").open("wb") as stream:
            self.process = subprocess.Popen(self._command("-g", "daemon off;"), stdout=stream, stderr=stream)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.https_port), 1):
                return self
            assert self.process.poll() is None, (self.folder / "out.log").read_text()
            time.sleep(0.05)
        raise AssertionError("nginx does not listen: " + (self.folder / "out.log").read_text())

    def __exit__(self, *_exc) -> None:
        self.process.terminate()
        self.process.wait(10)

    def tls(self) -> ssl.SSLContext:
        """A client's TLS settings that trust only the throw-away certificate."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def request(
        self, path: str, method: str = "GET", headers: dict | None = None, body=None, source: str = "127.0.0.1"
    ):
        """One request over TLS from a loopback address; returns status, headers, body. Redirects are not followed."""
        connection = http.client.HTTPSConnection(
            "localhost", self.https_port, timeout=60, context=self.tls(), source_address=(source, 0)
        )
        with contextlib.closing(connection):
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.msg, answer.read()
