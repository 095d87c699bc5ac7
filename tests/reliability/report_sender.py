"""A technician's telephone without a browser: it writes whole reports and sends them as the application does."""

import base64
import hashlib
import io
import json
import os
import random
import socket
import struct
import sys
import uuid
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from tools.browser import session_cookie

sys.path.insert(0, str(Path(__file__).parents[2] / "addons" / "duret_intervention"))

from field_report import canonical, digest, write_moment  # noqa: E402
from photo_file.frames import MAX_BODY, write_frame  # noqa: E402
from photo_file.place import Place  # noqa: E402

PUSH, PHOTOS, PULL = "/intervention/push", "/intervention/photos", "/intervention/pull"
TYPES = {PUSH: "application/json", PULL: "application/json", PHOTOS: "application/x-duret-chunks"}
WORK = "Remplacé le disjoncteur général 40 A ; serrage vérifié – « tout est bon »."
STROKES = [[{"x": 10 + step, "y": 12.5 + step % 7, "t": 16 * step, "p": 0.5} for step in range(60)]]
SETTLED = ("applied", "conflict")


class Cut(Exception):
    """The network was cut: nobody knows whether the server got the request."""


class Refused(Exception):
    """The server refused as a whole what it should have taken."""


# -- files ----------------------------------------------------------------------------------------------------------
def jpeg(size, rng):
    """A JPEG of about so many bytes, unlike any other."""
    edge = max(16, int((size / 1.1) ** 0.5))
    out = io.BytesIO()
    noise = Image.frombytes("L", (edge, edge), rng.randbytes(edge * edge))
    noise.save(out, "JPEG", quality=88)
    return out.getvalue()


def another(picture, rng):
    """The same picture as another file: a comment of its own in it."""
    comment = rng.randbytes(16)
    return picture[:2] + b"\xff\xfe" + struct.pack(">H", 2 + len(comment)) + comment + picture[2:]


def signature_png(width=400, height=160):
    """Picture of a signature: a slanted line."""
    rows = b"".join(
        b"\0" + bytes(0 if column * height // width == row else 255 for column in range(width)) for row in range(height)
    )

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


# -- one report -----------------------------------------------------------------------------------------------------
@dataclass
class Photo:
    """A photo on the telephone; `received` is how far the server said that it came."""

    uuid: str
    data: bytes
    sha256: str
    received: int = 0
    complete: bool = False


@dataclass
class Report:
    """What the telephone holds of one report: operations in the order of the work, photos, what was signed."""

    uuid: str
    visit: int
    ops: list = field(default_factory=list)
    photos: list = field(default_factory=list)
    document_sha256: str = ""
    content: dict = field(default_factory=dict)


class Writer:
    """Writes reports as one telephone does: the clock goes on by a second with each tap."""

    def __init__(self, technician, visit_names, pictures, rng):
        self.technician, self.visit_names, self.pictures, self.rng = technician, visit_names, pictures, rng
        self.clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0) - timedelta(hours=8)
        self.png = base64.b64encode(signature_png()).decode()

    def new_uuid(self):
        """An identity that depends on the seed only."""
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def tick(self):
        """The next moment."""
        self.clock += timedelta(seconds=1)
        return write_moment(self.clock)

    def op(self, kind, report, data):
        """One operation."""
        return {
            "uuid": self.new_uuid(),
            "kind": kind,
            "format": 1,
            "at": self.tick(),
            "visit": report.visit,
            "report": report.uuid,
            "data": data,
        }

    def report(self, visit, photos=3, taps=3):
        """A whole report: opened, filled in with several taps, photographed, signed.

        :param int visit: fsm.order id
        :param int photos: how many
        :param int taps: operations over which the content is spread
        """
        report = Report(self.new_uuid(), visit)
        report.ops.append(self.op("report.open", report, {}))
        content = self._content(report, photos)
        place = Place(self.rng.randbytes(16).hex(), "45.899247", "6.129384", "8.0") if photos else None
        if place:
            content[f"photos/{report.photos[0].uuid}"]["place"] = place.seal
        paths = sorted(content)
        for part in range(taps):
            changes = [[path, None, content[path]] for path in paths[part::taps]]
            report.ops.append(self.op("report.change", report, {"changes": changes}))
        if place:
            data = {name: getattr(place, name) for name in ("salt", "lat", "lon", "accuracy")}
            report.ops.append(self.op("photo.position", report, data | {"photo": report.photos[0].uuid}))
        report.content = content
        report.ops.append(self._signing(report))
        return report

    def _content(self, report, photos):
        arrived = self.tick()
        self.clock += timedelta(minutes=45)
        content = {
            "arrived_at": arrived,
            "left_at": self.tick(),
            "work_done": f"{WORK} {report.uuid}",
            "client_remarks": "Passer par la cour.",
            "follow_up": True,
            "checks/power_off": {"answer": "yes", "note": ""},
            "hours/normal": 45,
            f"measures/{self.new_uuid()}": {"kind": "insulation", "value": "0.75", "place": "Tableau", "note": ""},
        }
        for rank in range(photos):
            data = another(self.rng.choice(self.pictures), self.rng)
            photo = Photo(self.new_uuid(), data, hashlib.sha256(data).hexdigest())
            report.photos.append(photo)
            content[f"photos/{photo.uuid}"] = {
                "sha256": photo.sha256,
                "size": len(data),
                "kind": ("before", "after", "other")[rank % 3],
                "pair": "",
                "caption": f"Photo {rank + 1}",
                "taken_at": arrived,
                "place": "",
            }
        return content

    def _signing(self, report):
        document = {
            "format": 1,
            "report": report.uuid,
            "visit": {"id": report.visit, "name": self.visit_names.get(report.visit, "")},
            "client": {"name": "Nora Berthet", "address": "3 rue du Lac, 74000 Annecy"},
            "technician": self.technician["name"],
            "content": report.content,
            "outcome": "signed",
            "reason": "",
            "signer": {"name": "Nora Berthet", "quality": "owner"},
            "consent": {"version": "2026-1", "text": "J'ai lu le résumé de ce bon."},
            "signed_at": self.tick(),
        }
        text = canonical(document)
        report.document_sha256 = digest(text)
        data = {"document": text, "sha256": report.document_sha256, "strokes": STROKES, "png": self.png}
        return self.op("report.sign", report, data | {"outcome": "signed", "signer": document["signer"]})


# -- the network ----------------------------------------------------------------------------------------------------
class Line:
    """One telephone's connection: a request is bytes on a socket of its own, so that it can be cut anywhere."""

    def __init__(self, host, port, cookie, user, patience=60):
        self.host, self.port, self.cookie, self.user, self.patience = host, port, cookie, user, patience

    def raw(self, path, body):
        """The bytes of a request."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nConnection: close\r\n"
            f"Content-Type: {TYPES[path]}\r\nContent-Length: {len(body)}\r\n"
            f"Cookie: session_id={self.cookie}\r\nX-Duret-User: {self.user}\r\n\r\n"
        )
        return head.encode() + body

    def connect(self):
        """A connection of its own."""
        return socket.create_connection((self.host, self.port), timeout=self.patience)

    def send(self, path, body):
        """Send a request and read its answer.

        :return: body of the answer (bytes)
        :raises Cut: the connection ended before the whole answer was there
        :raises Refused: the server answered with another status than 200
        """
        return self.read_answer(self.exchange(self.raw(path, body)))

    def exchange(self, request):
        """Send bytes, read until the server closes."""
        try:
            with self.connect() as connection:
                connection.sendall(request)
                return self.drain(connection)
        except OSError as error:
            raise Cut(str(error)) from error

    @staticmethod
    def drain(connection):
        """Everything that the server says."""
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts)

    @staticmethod
    def read_answer(answer):
        """Body of a complete answer of status 200.

        :raises Cut: when it is not whole
        :raises Refused: with another status
        """
        head, found, body = answer.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        lengths = [int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")]
        if not found or not lengths or len(body) < lengths[0]:
            raise Cut("the answer is cut")
        if b" 200 " not in lines[0]:
            raise Refused(f"{lines[0].decode()}: {body[:300]!r}")
        return body[: lengths[0]]


class Sender:
    """A telephone that is logged in: sends operations and photos, and knows what was confirmed."""

    def __init__(self, url, technician, password, line_class=Line, **line):
        host, port = url.removeprefix("http://").split(":")
        cookie = session_cookie(url, technician["login"], password)
        self.line = line_class(host, int(port), cookie, technician["user"], **line)
        self.uuid = str(uuid.uuid5(uuid.NAMESPACE_DNS, technician["login"]))
        self.refusals = []

    def body(self, ops, waiting=0):
        """The bytes of a push."""
        device = {"uuid": self.uuid, "name": "Android, Chrome", "app": "1", "waiting": waiting, "oldest": None}
        device["now"] = write_moment(datetime.now(UTC).replace(tzinfo=None))
        return json.dumps(
            {"jsonrpc": "2.0", "id": 1, "method": "call", "params": {"device": device, "ops": ops}}
        ).encode()

    def push(self, ops, waiting=0):
        """Send operations.

        :return: list of answers
        :raises Cut, Refused: see `Line`
        """
        answer = json.loads(self.line.send(PUSH, self.body(ops, waiting)))
        if "result" not in answer:
            raise Refused(json.dumps(answer)[:1000])
        return answer["result"]["results"]

    def pull(self, state=None, have=None):
        """Ask for the day.

        :return: (result, bytes of the answer)
        """
        call = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": {"state": state, "have": have or {}}}
        answer = self.line.send(PULL, json.dumps(call).encode())
        return json.loads(answer)["result"], len(answer)

    @staticmethod
    def frames(photos, most=MAX_BODY - 4096):
        """The body of the next request of photos: what is missing of them, until it is full."""
        parts, left = [], most
        for photo in photos:
            length = min(left, len(photo.data) - photo.received)
            piece = photo.data[photo.received : photo.received + length]
            parts.append(write_frame(photo.uuid, photo.sha256, len(photo.data), photo.received, piece))
            left -= length
            if left <= 0:
                break
        return b"".join(parts)

    def send_photos(self, photos, most=MAX_BODY - 4096):
        """Send pieces of photos and note how far each came.

        :raises Cut, Refused: see `Line`
        """
        answer = json.loads(self.line.send(PHOTOS, self.frames(photos, most)))
        by_uuid = {photo.uuid: photo for photo in photos}
        for told in answer["photos"]:
            photo = by_uuid[told["photo"]]
            photo.received, photo.complete = told["received"], told["complete"]
            if told["code"] not in ("", "gap"):
                self.refusals.append((told["photo"], told["code"]))
        return answer["photos"]

    def send_reports(self, reports, reports_a_request=5):
        """Send whole reports over a good network: operations, then photos.

        :return: list of answers to the operations
        """
        answers = []
        for start in range(0, len(reports), reports_a_request):
            part = reports[start : start + reports_a_request]
            answers += self.push([op for report in part for op in report.ops])
            photos = [photo for report in part for photo in report.photos]
            while missing := [photo for photo in photos if not photo.complete]:
                self.send_photos(missing)
        self.refusals += [(one["uuid"], one["code"]) for one in answers if one["state"] not in SETTLED]
        return answers


def seed():
    """The seed of this run."""
    return int(os.environ.get("RELIABILITY_SEED", "20260301"))


def random_of(*name):
    """Random numbers of this run for one purpose."""
    return random.Random(f"{seed()} {name}")
