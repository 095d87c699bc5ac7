"""The line between a telephone and the server: it can be cut for good, for everything that the browser runs."""

import contextlib
import socket
import threading

CHUNK = 65536
NOBODY = 5


class Line:
    """Forwards TCP connections to a server of this machine until it is cut. Use as a context manager."""

    def __init__(self, port: int):
        """`port`: of the server on 127.0.0.1."""
        self._target = ("127.0.0.1", port)
        self.server_url = f"http://127.0.0.1:{port}"
        self._door = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_cut = False
        self.port = self._door.getsockname()[1]

    @property
    def url(self) -> str:
        """Address of the server at this end of the line."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Line":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_exc) -> None:
        self.cut()
        self._door.close()

    def cut(self) -> None:
        """Close every connection; from now on each new one is closed at once."""
        with self._lock:
            self._is_cut = True
            for end in self._open:
                _close(end)
            self._open.clear()

    def mend(self) -> None:
        """Forward again."""
        with self._lock:
            self._is_cut = False

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the door is closed at the end
            while True:
                near, _address = self._door.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        with self._lock:
            if self._is_cut:
                _close(near)
                return
            try:
                far = socket.create_connection(self._target, NOBODY)
            except OSError:
                _close(near)
                return
            far.settimeout(None)
            self._open |= {near, far}
        threading.Thread(target=self._pump, args=(near, far), daemon=True).start()
        self._pump(far, near)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                target.sendall(data)
        with self._lock:
            self._open -= {source, target}
        _close(source)
        _close(target)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
