"""Rules at the door: arguments, limits, cookies, expiry (pure, no Odoo)."""

import string
from datetime import datetime, timedelta

import pytest
from guarding import arguments, cookies, expiry, headers, limits, pages
from hypothesis import given
from hypothesis import strategies as st


class TestArguments:
    """Reading what a stranger sends."""

    @given(st.integers(1, arguments.MAX_ID))
    def test_every_possible_id_is_read(self, number):
        assert arguments.record_id(str(number)) == number == arguments.record_id(number)

    @given(st.one_of(st.integers(max_value=0), st.integers(min_value=arguments.MAX_ID + 1)))
    def test_no_impossible_id_is_read(self, number):
        assert arguments.record_id(str(number)) is None

    @given(st.text())
    def test_reading_an_id_never_fails(self, text):
        number = arguments.record_id(text)
        assert number is None or 0 < number <= arguments.MAX_ID

    @pytest.mark.parametrize("text", ["²", "١", "1e3", "1.0", "0x1", "--1", "1 2", "", None, True, "\x001"])
    def test_what_looks_like_a_number_is_not_one(self, text):
        assert arguments.record_id(text) is None

    @given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
    def test_dates_of_the_lists_are_dates(self, moment):
        assert arguments.is_date(moment.strftime("%Y-%m-%d"))
        assert arguments.is_date(moment.strftime("%Y-%m-%d %H:%M:%S"))

    @given(st.text(max_size=30))
    def test_any_text_can_be_asked_for_being_a_date(self, text):
        assert arguments.is_date(text) in (True, False)

    @given(st.text(min_size=1, max_size=20), st.dictionaries(st.text(max_size=8), st.text(max_size=20)))
    def test_only_a_key_that_the_client_sent_is_the_clients_mistake(self, key, params):
        reason = arguments.blamed_on_client(KeyError(key), params, "page")
        assert bool(reason) == (key in params.values() or key in params)

    def test_our_own_mistakes_stay_ours(self):
        params = {"sortby": "date", "page": "2", "ticket_id": "7"}
        ours = (KeyError("stage_id"), ValueError("boom"), TypeError("x"), AttributeError("date"), ZeroDivisionError())
        for error in ours:
            assert arguments.blamed_on_client(error, params, "portal_my_tickets") is None

    @pytest.mark.parametrize("value", ["abc", "é", "x" * 3000, "1.5", "²"])
    def test_a_number_that_is_none_is_the_clients_mistake(self, value):
        with pytest.raises(ValueError, match="invalid literal") as caught:
            int(value)
        assert arguments.blamed_on_client(caught.value, {"team": value}, "page")
        assert arguments.blamed_on_client(caught.value, {"team": "other"}, "page") is None

    def test_a_missing_argument_counts_for_the_page_itself_only(self):
        error = TypeError("Portal.unfollow() missing 2 required positional arguments: 'model' and 'res_id'")
        assert arguments.blamed_on_client(error, {}, "unfollow")
        assert arguments.blamed_on_client(error, {}, "other_page") is None

    def test_kinds_of_json_values(self):
        assert arguments.bad_types({"thread_model": 3, "thread_id": [1], "context": "x", "post_data": {}, "id": 5}) == [
            "thread_model",
            "thread_id",
            "context",
        ]
        assert arguments.bad_types({"parent_channel_id": {"a": 1}}, outsider=True) == ["parent_channel_id"]
        assert arguments.bad_types({"parent_channel_id": {"a": 1}}) == []

    def test_a_kind_that_only_an_outsider_sent_is_their_mistake(self):
        error = TypeError("unhashable type: 'dict'")
        assert arguments.blamed_on_client(error, {"channel": {"a": 1}}, "page", outsider=True)
        assert arguments.blamed_on_client(error, {"channel": {"a": 1}}, "page") is None
        assert arguments.blamed_on_client(error, {"channel": "text"}, "page", outsider=True) is None

    @pytest.mark.parametrize(
        ("size", "refused"), [("4096", False), ("4097", True), ("-1", True), ("abc", False), (0, False)]
    )
    def test_pictures_have_a_size_that_can_be_looked_at(self, size, refused):
        assert arguments.is_oversized({"width": size}) is refused

    def test_nested_values_are_looked_into_within_bounds(self):
        deep = {"a": [{"b": ["needle"]}]}
        assert "needle" in list(arguments.client_values(deep))
        assert len(list(arguments.client_values({"a": list(range(10_000))}))) <= 500


class TestLimits:
    """Who is counted, for what."""

    @given(st.ip_addresses(v=4))
    def test_an_ipv4_sender_is_its_address(self, address):
        assert limits.address_key(str(address)) == str(address)

    @given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
    def test_an_ipv6_sender_is_its_network(self, address, host):
        if address.ipv4_mapped:
            return
        neighbour = type(address)(int(address) >> 64 << 64 | host)
        if not neighbour.ipv4_mapped:
            assert limits.address_key(str(address)) == limits.address_key(str(neighbour))

    @given(st.text())
    def test_a_nonsense_address_is_counted_too(self, text):
        assert limits.address_key(text)

    @pytest.mark.parametrize(
        ("path", "method", "params", "scope"),
        [
            ("/web/login", "POST", {}, limits.LOGIN),
            ("/web/login", "GET", {}, None),
            ("/xmlrpc/2/common", "POST", {}, limits.LOGIN),
            ("/jsonrpc", "POST", {}, limits.LOGIN),
            ("/web/session/authenticate", "POST", {}, limits.LOGIN),
            ("/web/reset_password", "POST", {}, limits.MAIL),
            ("/web/signup", "POST", {"token": "x"}, limits.MAIL),
            ("/my/ticket/7/abc", "GET", {"access_token": "abc"}, limits.TOKEN),
            ("/my/ticket/7", "GET", {"access_token": ""}, None),
            ("/my/tickets", "GET", {"csrf_token": "abc"}, None),
            ("/mail/unfollow", "GET", {"token": "abc"}, limits.TOKEN),
            ("/anything", "POST", {}, limits.FORM),
            ("/rdv", "GET", {}, limits.BOOKING),
            ("/rdv/creneaux", "GET", {"jour": "2026-11-23"}, limits.BOOKING),
            ("/rdv/confirmer", "POST", {"code": "123456"}, limits.BOOKING),
            ("/rdv/code", "POST", {}, limits.CODE),
            ("/rdv/coordonnees", "POST", {}, limits.CODE),
            ("/rdv/coordonnees", "GET", {}, limits.BOOKING),
            ("/rdv/visite/abc", "GET", {"token": "abc"}, limits.TOKEN),
            ("/rdv/visite/abc/deplacer", "GET", {"token": "abc"}, limits.BOOKING),
            ("/rdv/visite/abc/annuler/confirmer", "POST", {"token": "abc"}, limits.BOOKING),
            ("/rdv/creneaux", "GET", {}, limits.BOOKING),
            ("/rdv/visite/abc", "GET", {}, limits.TOKEN),
            ("/rdv/visite/abc/attente", "POST", {}, limits.BOOKING),
            ("/rdv/offre/abc", "GET", {}, limits.TOKEN),
            ("/rdv/offre/abc/accepter", "POST", {}, limits.TOKEN),
        ],
    )
    def test_scopes(self, path, method, params, scope):
        assert limits.scope_of(path, method, params, anonymous=True, employee=False) is scope

    def test_employees_are_counted_for_logins_only(self):
        assert limits.scope_of("/x", "POST", {"access_token": "a"}, anonymous=False, employee=True) is None
        assert limits.scope_of("/web/login", "POST", {}, anonymous=False, employee=True) is limits.LOGIN

    @pytest.mark.parametrize(
        ("status", "location", "refused"),
        [(200, None, False), (303, "/my", True), (303, "/my/ticket/7", False), (404, None, True), (403, None, True),
         (303, "https://duret.test/web/login?redirect=%2F", True), (302, "/", True), (206, None, False)],
    )  # fmt: skip
    def test_what_a_refusal_looks_like(self, status, location, refused):
        assert limits.looks_refused(status, location) is refused


class TestCookies:
    """Attributes of every cookie."""

    @given(st.sampled_from(["session_id", "tz"]), st.text(string.ascii_letters, max_size=20), st.booleans())
    def test_attributes(self, name, value, https):
        hard = cookies.hardened(f"{name}={value}; Path=/", https)
        parts = [part.strip().lower() for part in hard.split(";")]
        assert parts[0] == f"{name}={value}".lower()
        assert "samesite=lax" in parts
        assert ("secure" in parts) is https
        assert ("httponly" in parts) is (name == "session_id")
        assert cookies.hardened(hard, https) == hard, "hardening twice changes nothing"

    def test_a_stricter_cookie_stays_strict(self):
        assert "SameSite=Strict" in cookies.hardened("a=b; SameSite=Strict", True)


class TestHeaders:
    """Answers that the wire can carry."""

    @given(st.text())
    def test_every_value_can_be_sent(self, value):
        headers.carried(value.replace("\ud800", "")).encode("latin-1")

    @given(st.text(alphabet=st.characters(max_codepoint=255)))
    def test_what_can_be_sent_stays(self, value):
        assert headers.carried(value) == value


class TestExpiry:
    """Links to closed documents."""

    @given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.integers(0, 90), st.integers(0, 400))
    def test_a_link_dies_after_its_days(self, closed_on, days, age):
        now = closed_on + timedelta(days=age)
        assert expiry.is_expired(closed_on, now, days) is (age > days)

    def test_an_open_document_has_no_end(self):
        assert not expiry.is_expired(None, datetime(2030, 1, 1), 0)

    @given(st.one_of(st.text(), st.integers(), st.none()))
    def test_the_setting_never_exceeds_ninety_days(self, raw):
        assert 0 <= expiry.lifetime_days(raw) <= 90


class TestPages:
    """For whom a path is."""

    @pytest.mark.parametrize(
        "path", ["/my", "/my/tickets", "/web/login", "/report/barcode", "/report/barcode/QR/x", "/web/content/3",
                 "/web/dataset/call_kw/res.users/read", "/html_editor/shape/x/y.svg", "/json/version", "/mail/view"]
    )  # fmt: skip
    def test_clients_keep_their_pages(self, path):
        assert not pages.is_for_staff(path)
        assert not pages.is_workshop(path)

    @pytest.mark.parametrize(
        "path", ["/report/pdf/helpdesk.ticket/3", "/report/download", "/web/export/csv",
                 "/html_editor/attachment/add_data",
                 "/product/catalog/order_lines_info", "/hr/get_org_chart", "/json/1/res.partner"]
    )  # fmt: skip
    def test_tools_of_the_web_client_are_for_employees(self, path):
        assert pages.is_for_staff(path)

    @pytest.mark.parametrize(
        "path", ["/web/set_profiling", "/web/tests", "/doc", "/doc/index.json", "/doc-bearer/x.json"]
    )
    def test_developers_pages_are_for_administrators(self, path):
        assert pages.is_workshop(path)

    def test_required_fields(self):
        assert pages.missing_fields("/web/login", {"login": "x"}) == ["password"]
        assert pages.missing_fields("/web/login", {"type": "webauthn"}) == []
        assert pages.missing_fields("/my/tickets", {}) == []
