"""A technician's telephone: a Chromium whose network can be cut, that can be killed, and whose profile survives.

Cutting the network of a page leaves its service worker connected: every worker is attached to as soon as it starts
(`Target.setAutoAttach`, paused until it is told), and is given the same network as the page. Even so a page that has
just been opened has a network for a moment: `cut` cuts the line itself too (see line.py).
"""

import contextlib
import itertools
import json
import os
import signal
import time
from pathlib import Path

from line import Line

from tools.browser import Browser, session_cookie
from tools.suite.console import SuiteError

APP = "/intervention"
CONNECTED = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
CUT = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
A_WEEK = 7 * 24 * 3600
LISTED = "!!document.querySelector('[data-screen=day] [data-visit]')"
# The page is served by the worker, and everything it needs is kept.
INSTALLED = """(async () => {
  if (!navigator.serviceWorker?.controller) return false;
  const names = (await caches.keys()).filter((name) => name.startsWith('duret-intervention-'));
  if (!names.length) return false;
  return (await (await caches.open(names[0])).keys()).length > 3;
})()"""
COUNT = """(async () => {
  const every = (await indexedDB.databases()).map(({name}) => name);
  const names = every.filter((name) => /^duret_intervention_\\d+$/.test(name));
  const found = {};
  for (const name of names) {
    const db = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const store of ['outbox', 'photos', 'told']) {
      const rows = await new Promise((resolve, reject) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      found[store] = (found[store] || 0) + rows.length;
    }
    db.close();
  }
  return found;
})()"""


class Phone(Browser):
    """One telephone. Use as a context manager; the same `profile` opened again is the same telephone."""

    def __init__(self, line: Line, profile: Path):
        super().__init__(390, 844, profile=str(profile))
        self.line, self.url = line, line.url
        self._network = CONNECTED
        self._workers: set[str] = set()
        self._registrations: list[dict] = []
        self._silent = itertools.count(1_000_000)

    def __enter__(self) -> "Phone":
        super().__enter__()
        self.send("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True)
        return self

    # -- network

    def _post(self, method: str, session: str, **params) -> None:
        """Send a command whose answer nobody waits for."""
        message = {"id": next(self._silent), "sessionId": session, "method": method, "params": params}
        self._socket.send(json.dumps(message))

    def _note(self, method: str, params: dict) -> None:
        if method == "Target.attachedToTarget":
            session = params["sessionId"]
            if params["targetInfo"]["type"] == "service_worker":
                self._workers.add(session)
                self._post("Network.enable", session)
                self._post("Network.emulateNetworkConditions", session, **self._network)
            self._post("Runtime.runIfWaitingForDebugger", session)
        elif method == "ServiceWorker.workerRegistrationUpdated":
            self._registrations += params["registrations"]
        elif method == "Target.detachedFromTarget":
            self._workers.discard(params["sessionId"])
        else:
            super()._note(method, params)

    def set_network(self, conditions: dict) -> None:
        """Give page and workers a network: CUT, CONNECTED, or what DevTools take."""
        self._network = conditions
        self.send("Network.emulateNetworkConditions", **conditions)
        for session in self._workers:
            self._post("Network.emulateNetworkConditions", session, **conditions)
        self.listen(0.2)

    def cut(self) -> None:
        """No network from now on."""
        self.line.cut()
        self.set_network(CUT)

    def connect(self) -> None:
        """The network is back."""
        self.line.mend()
        self.set_network(CONNECTED)

    # -- the technician

    def log_in(self, login: str, password: str) -> None:
        """Be logged in, whatever the line does; the cookie lasts a week, as Odoo's own."""
        session = session_cookie(self.line.server_url, login, password)
        expires = time.time() + A_WEEK
        self.send("Network.setCookie", name="session_id", value=session, url=self.url, httpOnly=True, expires=expires)

    def open_app(self, timeout: float = 30) -> float:
        """Open the application and wait for the list of visits.

        :return: seconds until the list was there, seen from outside
        """
        self.send("Page.navigate", url="about:blank")
        before = time.monotonic()
        self.send("Page.navigate", url=self.url + APP)
        self.wait(LISTED, timeout)
        return time.monotonic() - before

    def first_screen(self) -> float:
        """Seconds from the opening of the page until its first screen was drawn, as the page itself counts."""
        return self.evaluate("performance.getEntriesByName('duret-first-screen')[0].startTime") / 1000

    def install(self) -> None:
        """Wait until the application is kept on the telephone: the second opening is served by its worker."""
        self.wait("navigator.serviceWorker.getRegistration('/intervention').then((one) => !!one?.active)")
        self.open_app()
        self.wait(INSTALLED)

    def leave(self) -> None:
        """Close the application; the browser stays."""
        self.send("Page.navigate", url="about:blank")
        self.listen(0.3)

    def wake_worker(self) -> None:
        """Background Sync, as the system starts it once the network is back."""
        self._registrations.clear()
        self.send("ServiceWorker.enable")
        self.listen(0.5)
        number = next(one["registrationId"] for one in self._registrations if one["scopeURL"].endswith(APP))
        event = {"origin": self.url, "registrationId": number, "tag": "duret-outbox", "lastChance": True}
        self.send("ServiceWorker.dispatchSyncEvent", **event)

    def go(self, address: str, selector: str) -> None:
        """Go to a screen of the application by its address after « # » and wait for something on it."""
        self.evaluate(f"location.hash = {json.dumps(address)}")
        self.wait(f"!!document.querySelector({json.dumps(selector)})")

    def tap(self, selector: str) -> None:
        """Tap the first element that matches and can be tapped."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.wait(f"!!{found} && !{found}.disabled")
        self.evaluate(f"{found}.click()")
        self.listen(0.1)

    def type(self, selector: str, text: str) -> None:
        """Type into a field, as the keyboard of the telephone does."""
        self.wait(f"!!document.querySelector({json.dumps(selector)})")
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self.send("Input.insertText", text=text)

    def choose_files(self, selector: str, *paths: Path) -> None:
        """Hand pictures to a file field, as the camera does."""
        self.wait(f"!!document.querySelector({json.dumps(selector)})")
        document = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=document, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    # -- what the telephone holds

    def kept(self) -> dict:
        """Rows in the telephone's databases: {"outbox", "photos", "told"}."""
        return self.evaluate(COUNT)

    def wait_sent(self, timeout: float = 60) -> None:
        """Wait until nothing waits any more."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            kept = self.kept()
            if not kept.get("outbox") and not kept.get("photos"):
                return
            self.listen(0.3)
        raise SuiteError(f"Still waiting after {timeout} s: {self.kept()}")

    def die(self) -> None:
        """The battery is dead: kill -9 of the whole browser."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
