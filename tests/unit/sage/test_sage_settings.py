"""What people write into settings, the hour of daily work, drivers of databases."""

import doctest
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sage import schedule, settings
from sage.engine.report import Report
from sage.errors import Refused
from sage.transports.sql_drivers import opener


def code_of(work):
    """Code of the refusal."""
    with pytest.raises(Refused) as caught:
        work()
    return caught.value.code


@pytest.mark.parametrize("module", [settings, schedule])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


@given(st.text(max_size=30))
def test_nothing_leads_out_of_an_open_folder(written):
    home = Path("/var/lib/suite/sage")
    try:
        place = settings.settle(written, ["/srv/sage"], home)
    except Refused:
        return
    assert place.is_relative_to("/srv/sage") or place.is_relative_to(home)


def test_links_are_followed_first(tmp_path):
    (tmp_path / "out").symlink_to("/etc")
    assert code_of(lambda: settings.settle(str(tmp_path / "out"), [str(tmp_path)], tmp_path)) == "outside_roots"
    assert code_of(lambda: settings.settle(" ", [str(tmp_path)], tmp_path)) == "no_path"


def test_names_are_read_once_each():
    assert code_of(lambda: settings.names_of("client=A\nclient=B")) == "bad_names"
    assert code_of(lambda: settings.names_of("client")) == "bad_names"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.integers(0, 23))
def test_the_last_due_moment_is_within_a_day(now, hour):
    due = schedule.last_due(now, hour, 30)
    assert due <= now < due + timedelta(hours=25)


def test_a_connection_string_is_never_repeated():
    for text in ("password=secret host", "dbname=duret"):
        with pytest.raises(Refused) as caught:
            opener("postgresql", text, Path)
        assert (caught.value.code, caught.value.detail) == ("bad_connection", "")


def test_a_report_counts_what_told_that_two_records_are_the_same():
    report = Report()
    report.note_rung("client", "siret")
    report.quiet += 1
    report.note_rung("client", "siret")
    assert report.figures()["rungs"] == {"client": {"siret": 1}}
