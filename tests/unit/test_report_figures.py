"""What a complete report is, and series of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_figures import is_complete, streak

COMPLETE = {"arrived": True, "left": True, "work": "Done", "checks_missing": 0, "photos": 1, "photos_missing": 0}


def test_complete():
    assert is_complete(**COMPLETE)


@pytest.mark.parametrize(
    ("name", "value"),
    [("arrived", False), ("left", False), ("work", " \n"), ("checks_missing", 1), ("photos", 0), ("photos_missing", 2)],
)
def test_one_thing_missing(name, value):
    assert not is_complete(**COMPLETE | {name: value})


@given(st.lists(st.booleans()))
def test_series_ends_at_the_first_gap(reports):
    length = streak(reports)
    assert all(reports[:length])
    assert length == len(reports) or not reports[length]


def test_series_reads_no_further_than_the_gap():
    def reports():
        yield True
        yield False
        raise AssertionError("read too far")

    assert streak(reports()) == 1
