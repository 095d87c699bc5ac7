"""Rules at the door: what a request may carry, how often, for how long; by examples and properties."""

import ipaddress
from datetime import datetime, timedelta

import pytest
from guarding import arguments, cookies, expiry, limits, pages
from hypothesis import given
from hypothesis import strategies as st

NOON = datetime(2026, 11, 23, 12, 0)


@pytest.mark.parametrize("raw", ["1", " 7 ", 42, "2147483647"])
def test_record_ids(raw):
    """Positive numbers that PostgreSQL can hold."""
    assert arguments.record_id(raw) == int(str(raw))


@pytest.mark.parametrize(
    "raw", ["0", "-1", "2147483648", "9" * 30, "1.5", "1e3", "²", "٣", "", None, True, [], "1\x00"]
)
def test_what_is_no_record_id(raw):
    """Everything else, digits of other scripts and booleans included."""
    assert arguments.record_id(raw) is None


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.lists(st.integers())))
def test_a_record_id_is_safe_or_nothing(raw):
    """Whatever is sent, what comes out fits the column, and nothing raises."""
    number = arguments.record_id(raw)
    assert number is None or 0 < number <= arguments.MAX_ID


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-11-23", True),
        ("2026-11-23 08:15:00", True),
        ("2024-02-29", True),
        ("2026-02-29", False),
        ("2026-13-01", False),
        ("1899-12-31", False),
        ("2200-01-01", False),
        ("23/11/2026", False),
        ("", False),
    ],
)
def test_dates(raw, expected):
    """ISO dates between 1900 and 2199."""
    assert arguments.is_date(raw) is expected


def test_bad_dates_name_the_argument():
    """Only the list's date arguments, only when present."""
    assert arguments.bad_dates({"date_begin": "x", "date_end": "2026-01-01", "other": "x"}) == ["date_begin"]
    assert arguments.bad_dates({"date_begin": ""}) == []


def test_only_the_client_s_own_words_are_his_fault():
    """An error that quotes what was sent is the sender's; the same error about something else is ours."""
    assert arguments.blamed_on_client(KeyError("zq"), {"sortby": "zq"}, "page")
    assert arguments.blamed_on_client(KeyError("partner"), {"sortby": "zq"}, "page") is None
    assert arguments.blamed_on_client(ValueError("bad value 'zq'"), {"a": ["zq"]}, "page")
    assert arguments.blamed_on_client(ValueError("bad value 'ours'"), {"a": "zq"}, "page") is None
    missing = TypeError("page() missing 1 required positional argument: 'x'")
    assert arguments.blamed_on_client(missing, {}, "page")
    assert arguments.blamed_on_client(missing, {}, "other") is None
    assert arguments.blamed_on_client(OverflowError("too large"), {"id": "9" * 20}, "page")
    assert arguments.blamed_on_client(OverflowError("too large"), {"id": "9"}, "page") is None
    assert arguments.blamed_on_client(ZeroDivisionError(), {"a": "0"}, "page") is None


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_looking_into_arguments_ends(params):
    """Nested arguments are looked into up to a bound: an attacker cannot make the look itself costly."""
    assert len(list(arguments.client_values(params))) <= 500


def test_a_plain_cookie_is_hardened():
    """SameSite always, Secure over TLS, HttpOnly for the session."""
    assert (
        cookies.hardened("session_id=abc; Path=/", https=True)
        == "session_id=abc; Path=/; SameSite=Lax; Secure; HttpOnly"
    )
    assert cookies.hardened("tz=Paris", https=False) == "tz=Paris; SameSite=Lax"


@given(st.sampled_from(["session_id", "tz", "cids"]), st.booleans())
def test_hardening_twice_changes_nothing(name, https):
    """Attributes are not repeated, and what the page chose stays."""
    once = cookies.hardened(f"{name}=x; SameSite=Strict; Path=/", https)
    assert cookies.hardened(once, https) == once
    assert "SameSite=Strict" in once
    assert "Lax" not in once


@given(st.integers(0, 90), st.integers(-200, 200))
def test_links_expire_after_their_days(days, age):
    """A link works as long as its document is open, then for the days set."""
    assert expiry.is_expired(NOON - timedelta(days=age), NOON, days) == (age > days)
    assert not expiry.is_expired(None, NOON, days)


@given(st.one_of(st.text(), st.integers(), st.none()))
def test_no_setting_makes_links_eternal(raw):
    """Whatever is written in the setting, 90 days are the most (G6d)."""
    assert 0 <= expiry.lifetime_days(raw) <= 90


@pytest.mark.parametrize(
    ("path", "method", "params", "anonymous", "employee", "scope"),
    [
        ("/web/login", "POST", {}, True, False, limits.LOGIN),
        ("/web/login", "GET", {}, True, False, None),
        ("/jsonrpc", "POST", {}, True, False, limits.LOGIN),
        ("/web/reset_password", "POST", {}, True, False, limits.MAIL),
        ("/my/ticket/1", "GET", {"access_token": "x"}, True, False, limits.TOKEN),
        ("/my/ticket/1", "GET", {"access_token": "x"}, False, True, None),
        ("/my/ticket/1", "GET", {"access_token": ""}, True, False, None),
        ("/contact", "POST", {"csrf_token": "x"}, True, False, limits.FORM),
        ("/contact", "POST", {}, False, False, None),
        ("/web/loginx", "POST", {}, False, False, None),
    ],
)
def test_what_is_counted(path, method, params, anonymous, employee, scope):
    """Logins, mails, secrets and forms of strangers; never the daily work of the office."""
    assert limits.scope_of(path, method, params, anonymous=anonymous, employee=employee) == scope


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
    ],
)
def test_one_sender_is_one_sender(address, key):
    """A house has one IPv4 address or one IPv6 network, however it is written."""
    assert limits.address_key(address) == key


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_changing_the_lower_half_does_not_help(low, other):
    """All addresses of one /64 are one sender."""
    prefix = 0x20010DB800010002 << 64
    keys = {limits.address_key(str(ipaddress.IPv6Address(prefix + part))) for part in (low, other)}
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("status", "location", "refused"),
    [
        (200, None, False),
        (404, None, True),
        (403, None, True),
        (303, "/my", True),
        (303, "https://portail.example/my/?x=1", True),
        (303, "/my/ticket/4", False),
        (500, None, False),
    ],
)
def test_a_refused_secret(status, location, refused):
    """A guess that failed counts; a link that worked does not."""
    assert limits.looks_refused(status, location) is refused


@pytest.mark.parametrize(
    ("path", "staff", "workshop"),
    [
        ("/my/ticket/4", False, False),
        ("/report/pdf/helpdesk.ticket/4", True, False),
        ("/report/barcode/QR/x", False, False),
        ("/web/export/xlsx", True, False),
        ("/web/tests", False, True),
        ("/doc-bearer/x", False, True),
        ("/web/login", False, False),
    ],
)
def test_whose_page_it_is(path, staff, workshop):
    """Pages of the office and of developers are not for clients."""
    assert (pages.is_for_staff(path), pages.is_workshop(path)) == (staff, workshop)


def test_forms_without_their_fields():
    """An empty field is a missing one; a login by passkey has no password."""
    assert pages.missing_fields("/web/login", {"login": "a", "password": ""}) == ["password"]
    assert pages.missing_fields("/web/login", {"type": "webauthn"}) == []
    assert pages.missing_fields("/anything", {}) == []
