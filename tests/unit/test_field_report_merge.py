"""Two versions of a report meet: no value is lost, in whatever order things arrive."""

import doctest
from datetime import datetime, timedelta

import pytest
from field_report import (
    BadMutation,
    Change,
    Mark,
    correct,
    merge,
    order_of,
    parse_moment,
    phone_clock,
    read_mutation,
    skew_seconds,
    write_moment,
)
from field_report import merge as merging
from field_report.merge import APPLIED, CONFLICT, OLD, SAME, alike
from field_report.mutation import raw_digest, raw_text, uuid_of
from hypothesis import given
from hypothesis import strategies as st

PATHS = ["work_done", "reserves", "follow_up", "hours/normal"]
some_values = st.none() | st.sampled_from(["a", "b", "c", True, 1, 0, False]) | st.just({"answer": "yes", "note": ""})
contents = st.dictionaries(st.sampled_from(PATHS), some_values.filter(lambda value: value is not None))
changes = st.lists(st.builds(Change, st.sampled_from(PATHS), some_values, some_values), max_size=6)
marks = st.dictionaries(
    st.sampled_from(PATHS), st.builds(Mark, st.sampled_from(["phone 1", "phone 2", "office"]), st.sampled_from("123"))
)


def put(content, told, sent, author="phone 1", at="2"):
    return merge(content, told, sent, author, at)


def test_examples_in_the_docstrings():
    import sys

    for module in (sys.modules["field_report.merge"], phone_clock):
        assert doctest.testmod(module).failed == 0
    assert merging is merge


@given(contents, marks, changes)
def test_no_value_is_lost(content, told, sent):
    """Each value sent stands, or is named with its verdict; each value that was there stands, or is named as before."""
    outcome = put(content, told, sent)
    assert [change for change, _verdict, _before in outcome.verdicts] == sent
    held = [(path, value) for path, value in content.items()]
    for change, verdict, before in outcome.verdicts:
        if verdict in (APPLIED, SAME):
            held = [(path, value) for path, value in held if path != change.path] + [(change.path, change.value)]
        elif verdict == CONFLICT:
            assert not alike(before, change.value)
    for path in PATHS:
        last = [value for name, value in held if name == path]
        assert alike(outcome.content.get(path), last[-1] if last else None)


@given(contents, marks, changes)
def test_replaying_changes_nothing(content, told, sent):
    """The same changes of the same phone again, as when its answer was lost and its memory of them too."""
    last = list({change.path: change for change in sent}.values())
    once = put(content, told, last)
    again = put(once.content, once.marks, last)
    assert again.content == once.content
    assert not again.of(APPLIED)


@given(contents, marks, changes, changes)
def test_changes_of_different_fields_commute(content, told, one, other):
    other = [change for change in other if change.path not in {change.path for change in one}]
    first = put(content, told, one)
    forth = put(first.content, first.marks, other, author="office", at="3")
    second = put(content, told, other, author="office", at="3")
    back = put(second.content, second.marks, one)
    assert (forth.content, forth.marks) == (back.content, back.marks)


@given(st.permutations(list(range(5))))
def test_requests_of_one_phone_may_overtake_one_another(order):
    """Five values typed one after the other: whatever arrives first, the last one stands and nobody has to choose."""
    chain = [Change("work_done", str(index - 1) if index else None, str(index)) for index in range(5)]
    content, told, verdicts = {}, {}, []
    for index in order:
        outcome = put(content, told, [chain[index]], at=str(index))
        content, told = outcome.content, outcome.marks
        verdicts += [verdict for _change, verdict, _before in outcome.verdicts]
    assert content == {"work_done": "4"}
    assert CONFLICT not in verdicts


def test_the_office_wrote_meanwhile():
    told = {"work_done": Mark("office", "1")}
    outcome = put({"work_done": "office"}, told, [Change("work_done", "before", "phone")])
    assert outcome.of(CONFLICT) == [Change("work_done", "before", "phone")]
    assert outcome.content == {"work_done": "office"}
    # The phone has seen the office's value and changes it.
    outcome = put({"work_done": "office"}, told, [Change("work_done", "office", "phone")])
    assert outcome.content == {"work_done": "phone"}


def test_an_older_word_of_the_same_phone_changes_nothing():
    outcome = put({"work_done": "new"}, {"work_done": Mark("phone 1", "5")}, [Change("work_done", None, "old")], at="4")
    assert outcome.of(OLD)
    assert outcome.content == {"work_done": "new"}


def test_both_wrote_the_same():
    outcome = put({"work_done": "same"}, {"work_done": Mark("office", "1")}, [Change("work_done", None, "same")])
    assert outcome.of(SAME)
    assert outcome.marks["work_done"] == Mark("office", "1")


def test_a_value_is_taken_away():
    outcome = put({"work_done": "a"}, {}, [Change("work_done", "a", None)])
    assert outcome.content == {}


# -- clocks ---------------------------------------------------------------------------------------------------------
NOW = datetime(2026, 11, 23, 8, 0, 0)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


@given(moments)
def test_moments_are_read_as_they_were_written(moment):
    assert parse_moment(write_moment(moment)) == moment


@given(moments, moments)
def test_order_is_the_order_of_time(one, other):
    assert (order_of(write_moment(one)) < order_of(write_moment(other))) == (one < other)


@pytest.mark.parametrize(
    "text", ["", "2026-11-23", "2026-11-31T08:00:00Z", "2026-11-23T08:00:00+01:00", 7, None, "0001-01-01T00:00:00Z"]
)
def test_what_is_no_moment(text):
    assert parse_moment(text) is None
    assert order_of(text) == ""


@given(st.integers(-200_000, 200_000), st.integers(0, 100_000))
def test_a_wrong_clock_is_corrected(skew, ago):
    """Whatever the phone's clock says, the moment is right to within the way of the request, and never to come."""
    happened = NOW - timedelta(seconds=ago)
    by_phone = happened - timedelta(seconds=skew)
    found = correct(by_phone, skew_seconds(NOW - timedelta(seconds=skew), NOW), NOW)
    assert found <= NOW
    assert abs(found - happened) <= timedelta(seconds=phone_clock.TRAVEL)


def test_a_phone_that_does_not_say_its_time():
    assert skew_seconds(None, NOW) == 0
    assert correct(datetime(9999, 12, 31), 10**6, NOW) == NOW


# -- operations -----------------------------------------------------------------------------------------------------
OP = {
    "uuid": "0b6d6a52-5f0c-4f6e-8f37-0d9c1f6f2a11",
    "kind": "report.change",
    "format": 1,
    "at": "2026-11-23T08:05:00.250Z",
    "visit": 7,
    "report": None,
    "data": {},
}


def test_an_operation_is_read():
    mutation = read_mutation(OP, 200)
    assert (mutation.kind, mutation.visit, mutation.made_at) == ("report.change", 7, datetime(2026, 11, 23, 8, 5))
    assert mutation.at == OP["at"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"format": 2}, "unknown_format"),
        ({"format": True}, "bad_shape"),
        ({"format": "1"}, "bad_shape"),
        ({"kind": "report"}, "bad_shape"),
        ({"kind": "report.Change"}, "bad_shape"),
        ({"kind": 7}, "bad_shape"),
        ({"uuid": "x"}, "bad_shape"),
        ({"at": "yesterday"}, "bad_shape"),
        ({"visit": True}, "bad_shape"),
        ({"visit": 2**31}, "bad_shape"),
        ({"visit": "7"}, "bad_shape"),
        ({"report": "7"}, "bad_shape"),
        ({"data": []}, "bad_shape"),
    ],
)
def test_operations_that_cannot_be_read(wrong, code):
    with pytest.raises(BadMutation) as caught:
        read_mutation(OP | wrong, 200)
    assert caught.value.code == code


def test_an_operation_has_a_size():
    with pytest.raises(BadMutation) as caught:
        read_mutation(OP, 256 * 1024 + 1)
    assert caught.value.code == "too_long"
    assert read_mutation(OP | {"kind": "report.sign"}, 1024 * 1024)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
        max_leaves=8,
    )
)
def test_anything_gets_an_answer(op):
    """Whatever is sent: it is read, or refused with a reason; its text can be kept."""
    text = raw_text(op)
    assert text.isascii() and len(raw_digest(text)) == 64
    uuid_of(op)
    with pytest.raises(BadMutation):
        read_mutation(op, len(text))
