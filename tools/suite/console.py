"""What the person at the terminal sees: steps with their duration, errors in plain words."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path


class SuiteError(Exception):
    """A failure explained to the person at the terminal; shown without a traceback."""


def say(text: str = "") -> None:
    """Print a line at once (output may be piped)."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title: str):
    """Show a step when it begins, and its duration in seconds when it ends."""
    started = time.monotonic()
    say(f"→ {title}")
    yield
    say(f"  ✓ {title} ({time.monotonic() - started:.1f} s)")


def run(command, **options) -> subprocess.CompletedProcess:
    """Run a command and return its result; raises SuiteError with the end of its output when it fails."""
    result = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    if result.returncode:
        tail = "\n".join(result.stdout.splitlines()[-25:])
        raise SuiteError(f"{' '.join(map(str, command))}\n{tail}\n(exit code {result.returncode})")
    return result


def tail_of(path: Path, lines: int = 30) -> str:
    """Last lines of a log file, for an error message."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


def is_interactive() -> bool:
    """True when a person watches (progress may be redrawn on one line)."""
    return sys.stdout.isatty()
