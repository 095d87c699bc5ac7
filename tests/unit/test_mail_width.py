"""Mails written for a desk shrink to a telephone."""

import doctest
import re

import pytest
from duret_mailtext import fit_narrow_screens, width
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '<td align="center" style="min-width: 590px;">x</td>',
            '<td align="center" style="max-width: 590px;">x</td>',
        ),
        (
            '<table border="0" width="590" style="min-width: 590px; padding: 0 8px;">',
            '<table border="0" width="100%" style="max-width: 590px; padding: 0 8px;">',
        ),
        ('<td style="min-width: 120px;">', '<td style="min-width: 120px;">'),
        ('<table width="590">', '<table width="100%" style="max-width: 590px">'),
        ('<table width="590px" style="color: red">', '<table width="100%" style="max-width: 590px; color: red">'),
        ('<table width="100%"><td width="80">', '<table width="100%"><td width="80">'),
        ('<img width="590">', '<img width="590">'),
        ("<p>min-width: 590px</p>", "<p>min-width: 590px</p>"),
        ("", ""),
        (None, None),
    ],
)
def test_widths(before, after):
    assert fit_narrow_screens(before) == after


def test_safe_markup_stays_safe():
    assert isinstance(fit_narrow_screens(Markup('<td style="min-width: 590px">')), Markup)


@given(st.text(), st.integers(401, 999))
def test_text_stays_and_nothing_wide_is_left(text, wide):
    text = re.sub("[<>]", "", text)
    shrunk = fit_narrow_screens(f'<td style="min-width:{wide}px">{text}</td>')
    assert shrunk == f'<td style="max-width: {wide}px">{text}</td>'


def test_examples():
    result = doctest.testmod(width)
    assert result.attempted and not result.failed
