"""Ten telephones send their day to two workers, then all of it again; one asks for its week; a report is printed.

Run by the workshop's Python with the name of a template database. Prints one JSON line.
"""

import gzip
import json
import statistics
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reliability")]

from field import VISITS, field_station  # noqa: E402
from report_sender import Sender, Writer, jpeg, random_of  # noqa: E402

from tools.suite import databases, postgres  # noqa: E402

TELEPHONES, REPORTS, PHOTOS, PHOTO_BYTES = 10, 200, 3, 300_000
PULLS = 15
DAY = Path(__file__).with_name("field_day.py")
TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"


class Watcher(threading.Thread):
    """Looks at the memory and the processor time of the server's workers."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.most_pss, self.most_rss, self.over = pid, 0, 0, threading.Event()

    def workers(self):
        """Process numbers of the workers that answer requests."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def seconds(self):
        """Processor seconds of all workers until now."""
        ticks = 0
        for pid in self.workers():
            values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(values[11]) + int(values[12])
        return ticks / 100

    def run(self):
        while not self.over.wait(0.3):
            for pid in self.workers():
                self._look(Path(f"/proc/{pid}/smaps_rollup"))

    def _look(self, path):
        try:
            lines = path.read_text().splitlines()
        except OSError:  # the worker has just been replaced by another one
            return
        found = {line.split(":")[0]: int(line.split()[1]) // 1024 for line in lines if line.startswith(("Rss", "Pss:"))}
        self.most_rss = max(self.most_rss, found["Rss"])
        self.most_pss = max(self.most_pss, found["Pss"])


def written(station):
    """What every table of the database holds: any row added, changed or deleted changes it."""
    names = [name for (name,) in station.sql(TABLES)]
    parts = [
        f"select '{name}' || ' ' || count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) from \"{name}\""
        for name in names
    ]
    return dict(line.split(" ", 1) for line in postgres.sql(" union all ".join(parts), station.database))


class Telephone:
    """A technician's telephone with its reports."""

    def __init__(self, station, rank):
        rng = random_of("bench", rank)
        technician = station.technicians[rank]
        writer = Writer(technician, {}, [jpeg(PHOTO_BYTES, rng)], rng)
        visits = technician["visits"]
        self.reports = [writer.report(visits[number % len(visits)], PHOTOS) for number in range(REPORTS // TELEPHONES)]
        self.sender = Sender(station.url, technician, station.password)

    def send(self):
        """Send everything, as if nothing had been sent; returns the answers."""
        for report in self.reports:
            for photo in report.photos:
                photo.received, photo.complete = 0, False
        return self.sender.send_reports(self.reports, len(self.reports))


def send_all(phones, watcher):
    """All telephones at once; returns (seconds, processor seconds of the workers, answers)."""
    cpu, started = watcher.seconds(), time.monotonic()
    with ThreadPoolExecutor(len(phones)) as pool:
        answers = [one for part in pool.map(Telephone.send, phones) for one in part]
    return time.monotonic() - started, watcher.seconds() - cpu, answers


def sync(station):
    """200 reports with their photos, twice."""
    phones = [Telephone(station, rank) for rank in range(TELEPHONES)]
    watcher = Watcher(station.instance.process.pid)
    watcher.start()
    first, first_cpu, _answers = send_all(phones, watcher)
    users = ",".join(str(technician["user"]) for technician in station.technicians)
    count = int(station.one(f"select count(*) from duret_intervention_report where create_uid in ({users})"))
    before = written(station)
    again, again_cpu, answers = send_all(phones, watcher)
    after = written(station)
    watcher.over.set()
    refusals = [refusal for phone in phones for refusal in phone.sender.refusals]
    assert count == REPORTS and not refusals, (count, refusals[:5])
    assert all(answer["replayed"] for answer in answers)
    return {
        "reports": REPORTS,
        "seconds": first,
        "cpu": first_cpu,
        "again_seconds": again,
        "again_cpu": again_cpu,
        "rewritten": sorted(name for name in after if after[name] != before.get(name)),
        "rss": watcher.most_rss,
        "pss": watcher.most_pss,
    }


def pull(station, technician):
    """The week of a technician with 40 visits, again without a change."""
    sender = Sender(station.url, technician, station.password)
    whole, same = [], []
    for _turn in range(PULLS):
        started = time.monotonic()
        answer, size = sender.pull()
        whole.append(time.monotonic() - started)
        started = time.monotonic()
        unchanged, small = sender.pull(answer["state"])
        same.append(time.monotonic() - started)
        assert unchanged["unchanged"]
    visits = sum(key.startswith("visit/") for key in answer["keys"])
    return {
        "visits": visits,
        "ms": statistics.median(whole) * 1000,
        "kb": size / 1024,
        "unchanged_ms": statistics.median(same) * 1000,
        "unchanged_bytes": small,
    }


def bundle(station):
    """Kilobytes, compressed, of all files that make the application."""
    worker = urllib.request.urlopen(f"{station.url}/intervention/sw.js").read().decode()
    shell = json.loads(worker.split("self.SHELL = ", 1)[1].split(";\n", 1)[0])
    files = [url for url in shell["files"] if url.endswith((".js", ".css"))]
    return sum(len(gzip.compress(urllib.request.urlopen(station.url + url).read())) for url in files) / 1000


def script(station, call):
    """Run the day's script in an Odoo shell on the station's database; returns what it prints after DAY=."""
    text = VISITS.read_text() + DAY.read_text() + f"\nimport json\nprint('DAY=' + json.dumps({call}))\n"
    output = databases.odoo_script(station.database, text, "bench-field-day")
    return json.loads(next(line for line in output.splitlines() if line.startswith("DAY=")).removeprefix("DAY="))


def main(source):
    """Measure on a clone of a template and print the figures."""
    with field_station(source, technicians=TELEPHONES, visits=2, days=1) as station:
        figures = {"sync": sync(station)}
        print(figures, file=sys.stderr, flush=True)
        figures["pull"] = pull(station, script(station, "busy_week(env)"))
        figures["bundle_kb"] = bundle(station)
        figures["pdf"] = script(station, "printed(env)")
    print("BENCH " + json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
