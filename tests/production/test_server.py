"""Odoo with production's settings behind production's nginx, on a restored backup: what a visitor gets."""

import base64
import concurrent.futures
import contextlib
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request

import memory
import pytest
from cluster import ENTRYPOINT, free_port
from conftest import BACKUP
from front import Front

from tools.suite.layout import LOGS, ROOT

WORKERS = 2
SOFT_LIMIT = int(re.search(r"^limit_memory_soft = (\d+)$", (ROOT / "config/odoo.conf").read_text(), re.M)[1])
PASSWORD = "a-password-for-this-run-only"
SET_PASSWORD = f"""
user = env.ref("base.user_admin")
user.write({{"login": "boss@duret.test", "password": "{PASSWORD}"}})
env.cr.commit()
"""


class Server:
    """The server's processes, its ports and its log."""

    def __init__(self, cluster):
        self.port, self.gevent_port = free_port(), free_port()
        self.log = LOGS / "production.log"
        self.log.unlink(missing_ok=True)
        environment = cluster.environment() | {
            "ODOO_HTTP_INTERFACE": "127.0.0.1",
            "ODOO_HTTP_PORT": str(self.port),
            "ODOO_GEVENT_PORT": str(self.gevent_port),
            "ODOO_QUEUE_JOB_PORT": str(self.port),
            "ODOO_WORKERS": str(WORKERS),
        }
        with (LOGS / "production-start.log").open("wb") as stream:
            self.process = subprocess.Popen(
                [str(ENTRYPOINT), "odoo"], env=environment, stdout=stream, stderr=stream, start_new_session=True
            )

    def wait(self, seconds: float = 90) -> None:
        """Wait until pages and websocket process answer; raises with the log when the server does not start."""
        deadline = time.monotonic() + seconds
        for address in (f"127.0.0.1:{self.port}/web/health", f"127.0.0.1:{self.gevent_port}/websocket/health"):
            while True:
                assert self.process.poll() is None and time.monotonic() < deadline, self.text()[-3000:]
                with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{address}", timeout=5):
                    break
                time.sleep(0.2)

    def text(self) -> str:
        """The log so far."""
        started = (LOGS / "production-start.log").read_text(errors="replace")
        return started + (self.log.read_text(errors="replace") if self.log.exists() else "")

    def stop(self) -> None:
        """Clean stop, then the whole session is ended."""
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def odoo(cluster, demo_archive):
    """The demo company, restored as `duret` by an account that is no superuser, and served with workers."""
    result = cluster.run("python", BACKUP, "restore", demo_archive, "-d", "duret")
    assert result.returncode == 0, result.stdout + result.stderr
    result = cluster.run("odoo", "shell", "-d", "duret", "--no-http", script=SET_PASSWORD, ODOO_LOGFILE="")
    assert result.returncode == 0, result.stdout[-3000:]
    server = Server(cluster)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def front(odoo, tmp_path_factory):
    """nginx before it."""
    addresses = f"127.0.0.1:{odoo.port}", f"127.0.0.1:{odoo.gevent_port}"
    with Front(tmp_path_factory.mktemp("nginx"), free_port(), free_port(), *addresses) as site:
        yield site


def _cookies(headers) -> dict[str, str]:
    return {line.split("=", 1)[0]: line for line in headers.get_all("Set-Cookie", [])}


@pytest.fixture(scope="module")
def session(front) -> str:
    """The administrator's session cookie, after a real sign-in over TLS."""
    _status, headers, body = front.request("/web/login")
    token = re.search(rb'name="csrf_token" value="([^"]+)"', body)[1].decode()
    cookie = _cookies(headers)["session_id"].split(";")[0]
    form = urllib.parse.urlencode({"csrf_token": token, "login": "boss@duret.test", "password": PASSWORD})
    head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    status, headers, _body = front.request("/web/login", "POST", head, form)
    assert status == 303 and headers["Location"] == "/odoo", headers.items()
    return _cookies(headers)["session_id"].split(";")[0]


def test_the_login_page_comes_over_tls(front):
    """200, the form, and the headers that keep browsers on TLS."""
    status, headers, body = front.request("/web/login")
    assert status == 200 and b'name="password"' in body
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN" and headers["Referrer-Policy"]
    assert "nginx/" not in headers["Server"]


def test_the_session_cookie_is_hardened(front, odoo):
    """Secure, HttpOnly and SameSite through nginx; and from Odoo itself when the visitor came by TLS."""
    flags = _cookies(front.request("/web/login")[1])["session_id"].lower()
    assert all(flag in flags for flag in ("secure", "httponly", "samesite=lax")), flags
    request = urllib.request.Request(
        f"http://127.0.0.1:{odoo.port}/web/login",
        headers={"X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.9"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        flags = _cookies(answer.headers)["session_id"].lower()
    assert all(flag in flags for flag in ("secure", "httponly", "samesite=lax")), flags


def test_plain_http_leads_to_tls(front):
    """Port 80 answers with a redirection, and nothing else."""
    with socket.create_connection(("127.0.0.1", front.http_port), 10) as plain:
        plain.sendall(b"GET /my/home?x=1 HTTP/1.0\r\nHost: localhost\r\n\r\n")
        answer = plain.recv(4096).decode()
    assert answer.startswith("HTTP/1.1 301") and "Location: https://localhost/my/home?x=1" in answer


def test_an_unknown_host_gets_no_answer(front):
    """A forged Host header reaches neither Odoo nor a mail with a link."""
    with front.tls().wrap_socket(
        socket.create_connection(("127.0.0.1", front.https_port), 10), server_hostname="localhost"
    ) as tls:
        tls.sendall(b"GET /web/login HTTP/1.0\r\nHost: evil.example\r\n\r\n")
        assert tls.recv(4096) == b""


def _upgrade(front, session: str, origin: str) -> tuple[str, socket.socket]:
    """Ask for a websocket over TLS; returns the first line of the answer and the open socket."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    raw = socket.create_connection(("127.0.0.1", front.https_port), 20)
    tls = front.tls().wrap_socket(raw, server_hostname="localhost")
    head = (
        f"GET /websocket?version=19.0-1 HTTP/1.1\r\nHost: localhost:{front.https_port}\r\nOrigin: {origin}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        f"Sec-WebSocket-Version: 13\r\nCookie: {session}\r\n\r\n"
    )
    tls.sendall(head.encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += tls.recv(4096)
    return answer.decode("latin-1").split("\r\n")[0], tls


def test_a_websocket_is_opened_through_nginx(front, odoo, session):
    """101 from the gevent process; the workers' port, which cannot, is not where it goes."""
    first, tls = _upgrade(front, session, f"https://localhost:{front.https_port}")
    tls.close()
    assert first.startswith("HTTP/1.1 101 ")
    assert "Couldn't bind the websocket" not in odoo.text()
    assert "Downgrading websocket session" not in odoo.text()


def test_a_websocket_of_another_site_is_a_strangers(front, odoo, session):
    """A page elsewhere that opens our websocket with the visitor's cookie gets an anonymous session."""
    first, tls = _upgrade(front, session, "https://evil.example")
    tls.close()
    assert first.startswith("HTTP/1.1 101")
    assert "Downgrading websocket session" in odoo.text()


def test_the_true_address_is_logged_and_a_forged_one_is_not(front, odoo):
    """What the client claims about its address is thrown away before it reaches Odoo."""
    forged = {"X-Forwarded-For": "203.0.113.66", "Forwarded": "for=203.0.113.66", "X-Real-IP": "203.0.113.66"}
    status, _headers, _body = front.request("/web/login?mark=1", headers=forged, source="127.0.0.55")
    assert status == 200
    deadline = time.monotonic() + 5
    while "/web/login?mark=1" not in odoo.text() and time.monotonic() < deadline:
        time.sleep(0.1)
    line = next(line for line in odoo.text().splitlines() if "/web/login?mark=1" in line)
    assert " 127.0.0.55 " in line and "203.0.113.66" not in odoo.text(), line


def test_a_robot_at_the_login_page_is_slowed_and_an_office_is_not(front):
    """30 sign-ins in a burst pass from one address; a robot's hundred do not; showing the form never counts."""

    def attempt(source: str) -> int:
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        return front.request("/web/login", "POST", head, "login=x&password=y", source)[0]

    office = [attempt("127.0.0.60") for _ in range(25)]
    assert 429 not in office, office
    robot = [attempt("127.0.0.61") for _ in range(60)]
    assert robot.count(429) >= 20, robot
    assert front.request("/web/login", source="127.0.0.61")[0] == 200
    assert attempt("127.0.0.62") != 429


@pytest.mark.parametrize(
    "path", ["/web/database/manager", "/web/database/selector", "/xmlrpc/2/common", "/jsonrpc", "/queue_job/runjob"]
)
def test_doors_that_are_not_for_the_public_are_shut(front, path):
    """404 by nginx, whatever Odoo would have said."""
    status, _headers, body = front.request(path, "POST", {"Content-Type": "application/json"}, "{}")
    assert status == 404 and b"nginx" in body


def test_odoo_itself_refuses_the_database_manager(odoo):
    """Second wall behind nginx: no list of databases, and the default master password opens nothing."""
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": {"service": "db", "method": "list", "args": []}})
    request = urllib.request.Request(
        f"http://127.0.0.1:{odoo.port}/jsonrpc", body.encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert "AccessDenied" in answer.read().decode()


def test_static_files_are_cached_by_nginx_and_compressed(front, odoo):
    """The second request does not reach Odoo; scripts travel compressed; no cookie is set with them."""
    path = "/web/static/lib/owl/owl.js"
    for _ in range(2):
        status, headers, _body = front.request(path, headers={"Accept-Encoding": "gzip"})
        assert status == 200 and headers["Content-Encoding"] == "gzip" and "Set-Cookie" not in headers
    assert len(re.findall(rf'"GET {re.escape(path)} ', odoo.text())) <= 1


def test_a_photo_passes_and_a_film_is_refused_by_nginx(front, session):
    """20 MB reach Odoo; above the limit nginx answers 413 before a worker is bothered."""
    big = {"Content-Type": "application/octet-stream", "Cookie": session}
    assert front.request("/web/login", "POST", big, b"0" * (20 << 20))[0] != 413
    status, _headers, _body = front.request("/web/login", "POST", big | {"Content-Length": str(65 << 20)}, b"")
    assert status == 413


def test_the_webclient_works_for_the_administrator(front, session):
    """Signed in over TLS: the web client's shell and a call to the server."""
    status, _headers, body = front.request("/odoo", headers={"Cookie": session})
    assert status == 200 and b"odoo.define" in body or b"web.assets_web" in body
    call = {"jsonrpc": "2.0", "params": {"model": "res.partner", "method": "search_count", "args": [[]], "kwargs": {}}}
    head = {"Cookie": session, "Content-Type": "application/json"}
    status, _headers, body = front.request(
        "/web/dataset/call_kw/res.partner/search_count", "POST", head, json.dumps(call)
    )
    assert status == 200 and json.loads(body)["result"] > 0


def test_a_restart_shows_a_page_in_french(front, tmp_path):
    """While Odoo is away the visitor reads that the service restarts, and the page comes back by itself."""
    with Front(tmp_path, free_port(), free_port(), f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}") as alone:
        status, headers, body = alone.request("/web/login")
    assert status == 503 and headers["Retry-After"] == "30" and "Le service redémarre" in body.decode()


def test_memory_of_each_process(front, odoo, session, report):
    """Measured after work by every worker; the table of sizes in docs/exploitation.md rests on these figures."""

    def work(number: int) -> int:
        path = ("/odoo", "/web/login", "/my", "/web/webclient/load_menus", "/my/home")[number % 5]
        return front.request(path, headers={"Cookie": session})[0]

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert all(status < 500 for status in pool.map(work, range(100)))
    processes = memory.by_kind(odoo.process.pid, odoo.text())
    assert len(processes["http"]) == WORKERS and set(processes) == {"master", "http", "cron", "jobs", "gevent"}
    measured = {kind: [memory.pss(pid) for pid in pids] for kind, pids in processes.items()}
    total = sum(sum(values) for values in measured.values())
    largest = max(memory.virtual(pid) for pids in processes.values() for pid in pids)
    shown = ", ".join(f"{kind} {'/'.join(f'{value:.0f}' for value in values)}" for kind, values in measured.items())
    report(f"memory (PSS, MB): {shown}; together {total:.0f}; largest virtual {largest / 2**20:.0f}")
    assert max(measured["http"]) < 500 and total < 1500
    # Above the soft limit Odoo would renew the worker after every single request.
    assert largest < 0.75 * SOFT_LIMIT


def test_nothing_broke_in_the_log(odoo):
    """No traceback during all of the above."""
    log = odoo.text()
    assert "Traceback (most recent call last)" not in log, log[log.index("Traceback") - 500 :][:3000]
    assert " CRITICAL " not in log
