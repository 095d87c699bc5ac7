"""Jobs of a real server, killed (-9) inside a chosen statement, while a mail is taken, or at any moment.

Shared by the tests of reminders and of requests for opinions: a cron worker of a real server, a real SMTP sink.
"""

import contextlib
import email
import email.policy
import os
import re
import signal
import time
from pathlib import Path

from tools.suite import postgres, server

CLOCK = Path(__file__).parent / "clock"
# A batch is slowed down row by row, so that a kill falls inside the statement that it is aimed at.
SLOW = """
CREATE OR REPLACE FUNCTION reliability_slow() RETURNS trigger AS $$
BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER reliability_slow BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION reliability_slow();
"""
# Backends that are inside the slowed statement of a table.
ASLEEP = (
    "select pid from pg_stat_activity where datname = '{database}'"
    " and wait_event = 'PgSleep' and query ilike '%insert into \"{table}\"%'"
)
WAKE = (
    "update ir_cron set nextcall = now() at time zone 'utc' - interval '1 minute', failure_count = 0 where id in"
    " (select id from ir_cron where id in ({jobs}) for no key update skip locked)"
)


class Worker:
    """The cron worker of the server, known by the log; the server makes another one when it is killed."""

    def __init__(self, log):
        self.log, self.killed = log, set()

    def kill(self):
        """Kill the worker that lives; True when there was one."""
        pids = re.findall(r"Worker WorkerCron \((\d+)\) alive", self.log.read_text(errors="replace"))
        if not pids or pids[-1] in self.killed:
            return False
        self.killed.add(pids[-1])
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pids[-1]), signal.SIGKILL)
            return True
        return False


class Sink:
    """Keeps every mail, and kills the sender at chosen ones: before the answer that would make it sure."""

    def __init__(self, points):
        self.worker, self.points = None, list(points)
        self.mails, self.killed = [], 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (name given by aiosmtpd)
        """Take a mail; at a chosen count, kill the worker instead of answering."""
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.SMTP))
        if self.points and len(self.mails) >= self.points[0] and self.worker.kill():
            self.points.pop(0)
            self.killed += 1
        return "250 OK"


def cron_server(database: str, smtp_port: int, name: str, modules=()) -> server.OdooServer:
    """A server with one cron worker, whose Python clock is set to a working day; started.

    `modules`: others of the folder `clock` to load.
    """
    addons = re.search(r"^addons_path = (.+)$", server.CONFIG.read_text(), re.M)[1]
    options = ["--smtp-port", smtp_port, "--max-cron-threads", "1", "--load"]
    options.append(",".join(("base", "web", "reliability_clock", *modules)))
    options += ["--addons-path", f"{addons},{CLOCK}"]
    return server.OdooServer(database, workers=1, options=options, name=name).start()


def slow_down(database: str, *tables: str) -> None:
    """Make each row of these tables take 20 ms to write."""
    for table in tables:
        postgres.sql(SLOW.format(table=table), database)


def wake(database, jobs):
    """The jobs are due, and the cron worker hears of it."""
    postgres.sql(WAKE.format(jobs=jobs), database)
    postgres.sql(f"notify cron_trigger, '{database}'", "postgres")


def kill_during(database, jobs, table, times, worker, patience=20):
    """Kill the worker inside the statement that writes a table, so many times.

    :param str jobs: ids of the jobs, with commas
    :param float patience: seconds before giving up
    :return: number of kills
    """
    done, seen, deadline = 0, set(), time.monotonic() + patience
    while done < times and time.monotonic() < deadline:
        wake(database, jobs)
        until = time.monotonic() + 1
        while time.monotonic() < until:
            backends = set(postgres.sql(ASLEEP.format(database=database, table=table))) - seen
            if backends:
                seen |= backends
                done += worker.kill()
                break
            time.sleep(0.02)
    return done
