"""A headless Chromium driven through the DevTools protocol: what a person's browser would see and complain about.

Used by `make screenshots` and by the test of the browser console. Only addresses of this machine are opened.
"""

import base64
import contextlib
import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import websocket

from tools.suite import system
from tools.suite.console import SuiteError

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--lang=fr-FR",
    "--accept-lang=fr-FR,fr",
    "--remote-debugging-port=0",
    # A browser's own background look-ups never leave the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
READY = "document.readyState === 'complete'"
# The web client is drawn by scripts after the page is loaded: wait until nothing is waited for any more.
SETTLED = """(() => {
  if (document.readyState !== 'complete') return false;
  const client = document.querySelector('.o_web_client');
  if (!client) return true;
  if (document.querySelector('.o_loading_indicator, .o_blockUI')) return false;
  return Boolean(document.querySelector('.o_action_manager > *'));
})()"""


def session_cookie(url: str, login: str, password: str, timeout: float = 30) -> str:
    """Log in over HTTP as a person would and return the session's id; raises SuiteError when refused."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{url}/web/login", timeout=timeout).read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    form = {"login": login, "password": password, "csrf_token": token[1]}
    answer = opener.open(f"{url}/web/login", urllib.parse.urlencode(form).encode(), timeout=timeout)
    if "/web/login" in answer.geturl():
        raise SuiteError(f"{login} could not log in at {url}")
    return next(cookie.value for cookie in jar if cookie.name == "session_id")


class Browser:
    """One Chromium process with one page. Use as a context manager."""

    def __init__(self, width: int = 1400, height: int = 900, profile: str | None = None):
        """`profile`: folder of a browser that was used before, kept at the end; else one of its own, thrown away."""
        self.width, self.height = width, height
        self.console_errors: list[str] = []
        self.failed_requests: list[str] = []
        self._numbers = itertools.count(1)
        self._addresses: dict[str, str] = {}
        self._keeps_profile = profile is not None
        self._profile = profile or tempfile.mkdtemp(prefix="duret-chromium-")

    def __enter__(self) -> "Browser":
        # Left by a browser that was killed: the address in it is nobody's any more.
        (Path(self._profile) / "DevToolsActivePort").unlink(missing_ok=True)
        line = [system.chromium(), *ARGUMENTS, f"--user-data-dir={self._profile}", "about:blank"]
        # The hours of the pictures are those of the company, wherever they are taken.
        env = os.environ | {"TZ": "Europe/Paris"}
        out = subprocess.DEVNULL
        self._process = subprocess.Popen(line, stdout=out, stderr=out, env=env, start_new_session=True)
        self._socket = websocket.create_connection(self._page_address(), suppress_origin=True, timeout=30)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.resize(self.width, self.height)
        return self

    def __exit__(self, *_exc) -> None:
        with contextlib.suppress(OSError, websocket.WebSocketException):
            self._socket.close()
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait()
        if not self._keeps_profile:
            shutil.rmtree(self._profile, ignore_errors=True)

    def _page_address(self) -> str:
        """Address of the first page's DevTools socket."""
        port_file = Path(self._profile) / "DevToolsActivePort"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if port_file.exists() and (text := port_file.read_text()).count("\n"):
                port = text.split()[0]
                pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=10))
                for page in pages:
                    if page["type"] == "page":
                        return page["webSocketDebuggerUrl"]
            time.sleep(0.1)
        raise SuiteError("Chromium did not start within 30 s.")

    # -- protocol

    def send(self, method: str, **params) -> dict:
        """Send one command and return its result, noting the events that arrive meanwhile."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise SuiteError(f"{method}: {message['error']}")
                return message["result"]
            self._note(message.get("method", ""), message.get("params", {}))

    def listen(self, seconds: float) -> None:
        """Note the events of the coming seconds."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            with contextlib.suppress(websocket.WebSocketTimeoutException):
                message = json.loads(self._socket.recv())
                self._note(message.get("method", ""), message.get("params", {}))
        self._socket.settimeout(30)

    def _note(self, method: str, params: dict) -> None:
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.console_errors.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert"):
            words = (str(arg.get("value", arg.get("description"))) for arg in params["args"])
            self.console_errors.append(" ".join(words))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.console_errors.append(f"{params['entry']['text']} {params['entry'].get('url', '')}".strip())
        elif method == "Network.requestWillBeSent":
            self._addresses[params["requestId"]] = params["request"]["url"]
        elif method == "Network.loadingFailed" and not params.get("canceled"):
            self.failed_requests.append(f"{params['errorText']} {self._addresses.get(params['requestId'], '?')}")
        elif method == "Network.responseReceived" and params["response"]["status"] >= 400:
            self.failed_requests.append(f"{params['response']['status']} {params['response']['url']}")

    # -- what a person does

    def resize(self, width: int, height: int) -> None:
        """Set the size of the window in CSS pixels; narrow ones act as a phone (touch, mobile viewport)."""
        mobile = width < 600
        self.width, self.height = width, height
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        self.send("Emulation.setTouchEmulationEnabled", enabled=mobile)

    def login(self, url: str, login: str, password: str) -> None:
        """Become this person on the server at `url`."""
        self.use_session(url, session_cookie(url, login, password))

    def use_session(self, url: str, session: str | None) -> None:
        """Use a session's id, or nobody's."""
        self.send("Network.clearBrowserCookies")
        if session:
            self.send("Network.setCookie", name="session_id", value=session, url=url, httpOnly=True)

    def open(self, url: str, timeout: float = 40) -> None:
        """Open a page and wait until it is drawn."""
        self.send("Page.navigate", url=url)
        self.listen(0.2)
        self.wait(SETTLED, timeout)
        # Portal and public pages start their scripts lazily, after the document is complete.
        self.listen(1.2)

    def wait(self, expression: str, timeout: float = 20) -> None:
        """Wait until a JavaScript expression is true; raises SuiteError when it never is."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with contextlib.suppress(SuiteError):  # the page may be between two documents
                if self.evaluate(expression):
                    return
            self.listen(0.1)
        where = self.evaluate("location.href")
        raise SuiteError(f"Nothing after {timeout} s at {where}: {expression[:120]}")

    def evaluate(self, expression: str):
        """Value of a JavaScript expression in the page."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise SuiteError(str(result["exceptionDetails"].get("exception", {}).get("description")))
        return result["result"].get("value")

    def click(self, selector: str) -> None:
        """Click the first element that matches."""
        self.wait(f"document.querySelector({json.dumps(selector)})")
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")
        self.listen(0.2)

    def screenshot(self, path: Path, full: bool = False) -> Path:
        """Write a PNG of the window, or of the whole page."""
        options = {"format": "png", "captureBeyondViewport": full}
        if full:
            size = self.send("Page.getLayoutMetrics")["cssContentSize"]
            options["clip"] = {"x": 0, "y": 0, "width": self.width, "height": min(size["height"], 6000), "scale": 1}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", **options)["data"]))
        return path

    def forget_complaints(self) -> None:
        """Start noting console errors and failed requests afresh."""
        self.console_errors.clear()
        self.failed_requests.clear()
