"""A network that fails all the time, and telephones that send reports over it.

The telephones know nothing of the saboteur; they do what the application does: what has no answer is sent again, byte
for byte. Unlike the application they also send in any order.
"""

import contextlib
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor

from report_sender import SETTLED, Cut, Line, Sender, Writer, jpeg, random_of

SABOTAGED = 0.65
TRICKS = ("before", "during", "in_answer", "after", "twice", "later")
PHOTOS_EACH = 2
PHOTO_BYTES = 6_000
# A closed socket with this option sends a reset: the other side sees an error, not an end.
RESET = struct.pack("ii", 1, 0)


class Saboteur(Line):
    """A line that is cut before, during and after requests, and delivers some of them twice, late or out of order."""

    def __init__(self, *args, rng, counts, **options):
        super().__init__(*args, **options)
        self.rng, self.counts, self.late = rng, counts, []

    def exchange(self, request):
        """Override: most requests meet something."""
        self.counts["requests"] += 1
        if self.rng.random() >= SABOTAGED:
            return super().exchange(request)
        trick = self.rng.choice(TRICKS)
        self.counts[trick] += 1
        try:
            return getattr(self, f"_{trick}")(request)
        except OSError as error:
            raise Cut(str(error)) from error

    def _before(self, _request):
        """Cut before the first byte."""
        raise Cut("no network")

    def _during(self, request):
        """Cut after some of the bytes; half of the time the server hears a reset, half of the time an end."""
        with self.connect() as connection:
            connection.sendall(request[: self.rng.randrange(1, len(request))])
            if self.rng.random() < 0.5:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        raise Cut("cut while sending")

    def _after(self, request):
        """The server gets all of it; nobody waits for the answer."""
        with self.connect() as connection:
            connection.sendall(request)
            if self.rng.random() < 0.5:
                connection.shutdown(socket.SHUT_WR)
                time.sleep(self.rng.random() / 5)
        raise Cut("cut while waiting")

    def _in_answer(self, request):
        """Cut in the middle of the answer."""
        with self.connect() as connection:
            connection.sendall(request)
            connection.recv(self.rng.randrange(1, 400))
        raise Cut("cut while listening")

    def _twice(self, request):
        """The same request on two connections at the same moment; both answers count."""
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(super().exchange, [request, request])
        return self.rng.choice([first, second])

    def _later(self, request):
        """The telephone hears nothing; the request arrives after others that were sent later."""
        self.late.append(request)
        if len(self.late) > 2:
            self.deliver()
        raise Cut("delayed on the way")

    def deliver(self):
        """What was delayed arrives, in any order."""
        self.rng.shuffle(self.late)
        late, self.late = self.late, []
        for request in late:
            with contextlib.suppress(Cut):
                self.counts["delivered late"] += 1
                super().exchange(request)


class Telephone:
    """Sends its reports until every operation has an answer and every photo its receipt."""

    def __init__(self, station, rank, reports, counts):
        self.rng = random_of("telephone", rank)
        self.counts = counts
        technician = station.technicians[rank]
        pictures = [jpeg(PHOTO_BYTES, self.rng) for _number in range(3)]
        writer = Writer(technician, station.visit_names, pictures, self.rng)
        visits = technician["visits"]
        self.reports = [writer.report(visits[number % len(visits)], PHOTOS_EACH) for number in range(reports)]
        self.sender = Sender(station.url, technician, station.password, Saboteur, rng=self.rng, counts=counts)

    def run(self, deadline):
        """Send all of it, in random portions and a random order."""
        ops = [op for report in self.reports for op in report.ops]
        photos = [photo for report in self.reports for photo in report.photos]
        while ops or photos:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(ops)} operations and {len(photos)} photos still wait")
            try:
                if ops and (not photos or self.rng.random() < 0.4):
                    ops = self._push(ops)
                else:
                    photos = self._send_photos(photos)
            except Cut:
                self.counts["cut"] += 1
        self.sender.line.deliver()

    def _push(self, ops):
        """Send some operations; returns those that still wait."""
        waiting = [op for op in ops if op["kind"] != "photo.position"]
        announced = {op["report"] for op in ops} - {op["report"] for op in waiting}
        # A position is told once its photo was announced, as the application does.
        ready = waiting + [op for op in ops if op["kind"] == "photo.position" and op["report"] in announced]
        batch = self.rng.sample(ready, min(len(ready), self.rng.randrange(1, 15)))
        answers = {one["uuid"]: one for one in self.sender.push(batch, len(ops))}
        for op in batch:
            answer = answers[op["uuid"]]
            self.counts["replayed"] += answer["replayed"]
            if answer.get("retry"):
                self.counts["again"] += 1
                del answers[op["uuid"]]
            elif answer["state"] not in SETTLED:
                self.sender.refusals.append((op["kind"], answer["code"], answer["message"]))
        return [op for op in ops if op["uuid"] not in answers]

    def _send_photos(self, photos):
        """Send pieces of some photos; returns those that are not complete."""
        batch = self.rng.sample(photos, min(len(photos), self.rng.randrange(1, 8)))
        self.sender.send_photos(batch, self.rng.choice([2_000, 9_000, 60_000]))
        return [photo for photo in photos if not photo.complete]
