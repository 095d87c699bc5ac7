"""The credit of the software leaves the mail, and nothing else does."""

import doctest

import pytest
from duret_mailtext import credit, drop_software_credit
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup


@pytest.mark.parametrize(
    "text",
    [
        'Powered by <a target="_blank" href="https://www.odoo.com?utm_source=db&amp;utm_medium=a" style="x">Odoo</a>',
        'Généré par <a href="https://www.odoo.com?utm_source=db">Odoo</a>',
        "Powered by\n  <a href='http://odoo.com/'><img src='x'/>Odoo</a>",
        '<a href="https://www.odoo.com">Odoo</a>',
    ],
)
def test_credit_is_removed(text):
    assert drop_software_credit(f"<td>avant {text} après</td>").split() == ["<td>avant", "après</td>"]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://www.odoo.com/documentation/19.0/">Manuel</a>',
        '<a href="https://www.mon-odoo.com?x=1">Chez nous</a>',
        "Powered by odoo.com",
        '<a href="https://client.test/?next=odoo.com">ici</a>',
        "",
        None,
    ],
)
def test_other_text_stays(text):
    assert drop_software_credit(text) == text


def test_safe_markup_stays_safe():
    body = drop_software_credit(Markup('<p>A</p><a href="https://www.odoo.com">Odoo</a>'))
    assert isinstance(body, Markup)
    assert body == "<p>A</p>"


@given(st.text(), st.text())
def test_text_around_is_untouched(before, after):
    before, after = before.replace("<", ""), after.replace("<", "")
    assert drop_software_credit(f'{before}x<a href="https://www.odoo.com">O</a>{after}') == f"{before}x{after}"


def test_examples():
    assert doctest.testmod(credit).attempted == 1
    assert not doctest.testmod(credit).failed
