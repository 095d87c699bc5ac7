"""How much memory each kind of Odoo process really takes (proportional set size, shared pages divided)."""

import re
from pathlib import Path

KINDS = {"WorkerHTTP": "http", "WorkerCron": "cron", "WorkerJobRunner": "jobs"}


def pss(pid: int) -> float:
    """Proportional set size of a process in MB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+) kB", text, re.M)[1]) / 1024


def virtual(pid: int) -> int:
    """Virtual memory of a process in bytes: what Odoo compares with limit_memory_soft."""
    return int(re.search(r"^VmSize:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.M)[1]) * 1024


def _children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def by_kind(master: int, log: str) -> dict[str, list[int]]:
    """Process ids of a server by kind: master, http, cron, jobs, gevent.

    Odoo names its workers in its log when they start; what is left is the gevent process, known by its
    command line (reports and other short-lived children are ignored).
    """
    names = {int(pid): KINDS[kind] for kind, pid in re.findall(r"(Worker\w+) \((\d+)\) alive", log) if kind in KINDS}
    found: dict[str, list[int]] = {"master": [master]}
    for child in _children(master):
        kind = names.get(child)
        if kind is None and b"gevent" in Path(f"/proc/{child}/cmdline").read_bytes():
            kind = "gevent"
        if kind:
            found.setdefault(kind, []).append(child)
    return found
