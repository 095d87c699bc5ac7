"""pytest plugin: a skipped test is a failed test.

Odoo skips browser tests without a word when Chromium or websocket-client is missing, and a green run would
then prove nothing. Use with `-p tools.pytest_no_skips`.
"""

import pytest


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport(item, call):
    """Turn the report of a skipped test into a failure that says why."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped is not allowed: {item.nodeid}: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """A module that skips itself while it is collected fails too."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped is not allowed: {report.nodeid}: {report.longrepr}"
    return report
