"""Lines that go dead, servers in error, answers cut in two: what each transport over HTTP makes of them.

One promise above all: when SAGE may have done something, the transport never says that it has not.
"""

import pytest
from sage.errors import OutcomeUnknown, Refused, Unavailable
from sage.records import CLIENT, Cursor
from sage.transports.http_door import HttpDoor
from sage.transports.odata import ODataTransport
from sage.transports.x3_soap.objects import load_objects
from sage.transports.x3_soap.service import X3Service
from sage.transports.x3_soap.transport import X3Transport
from sim import serving
from sim.benches import ODataBench, X3Bench
from sim.people import MARK
from sim.serving import PASSWORD, USER

PATIENCE = 0.3
BENCHES = {"odata": ODataBench, "x3": X3Bench}
# SAGE has done it, the answer is lost.
AFTER = (serving.HANG_UP_AFTER, serving.SLOW_AFTER, serving.ERROR_AFTER, serving.MALFORMED)
# SAGE has done nothing, and nobody can know.
BEFORE = (serving.HANG_UP, serving.ERROR_500)
# SAGE says itself that it has done nothing.
CLOSED = (serving.POOL_OFF, serving.BUSY)


@pytest.fixture(params=sorted(BENCHES))
def bench(request, tmp_path):
    """A transport that waits a third of a second, before a SAGE that takes half a second when it is slow."""
    made = BENCHES[request.param](tmp_path, seconds=PATIENCE)
    made.face.slow_seconds = 0.5
    yield made
    made.close()


def is_writing(method, subject):
    """Requests that change something, on either face."""
    return method in ("PATCH",) or (method == "POST" and not subject.startswith(("query", "read")))


def create(bench):
    """A client with our mark."""
    return bench.transport.create(CLIENT, {"name": "Boulangerie Perrin"}, (), MARK)


@pytest.mark.parametrize("fault", AFTER)
def test_a_lost_answer_to_a_creation_is_an_unknown_outcome(bench, fault):
    bench.face.fault(fault, is_writing)
    with pytest.raises(OutcomeUnknown):
        create(bench)
    assert bench.transport.find(CLIENT, MARK).values["name"] == "Boulangerie Perrin"
    assert len(bench.sage.rows("F_COMPTET")) == 1


@pytest.mark.parametrize("fault", BEFORE)
def test_an_outcome_stays_unknown_when_nothing_was_done(bench, fault):
    bench.face.fault(fault, is_writing)
    with pytest.raises(OutcomeUnknown):
        create(bench)
    assert bench.transport.find(CLIENT, MARK) is None


def test_a_creation_whose_result_cannot_be_looked_at_is_unknown(tmp_path):
    bench = X3Bench(tmp_path)
    bench.face.fault(serving.POOL_OFF, lambda method, subject: subject.startswith("query"))
    with pytest.raises(OutcomeUnknown):
        create(bench)
    assert bench.transport.find(CLIENT, MARK) is not None
    bench.close()


@pytest.mark.parametrize("fault", CLOSED)
def test_a_closed_door_is_no_unknown_outcome(bench, fault):
    if fault == serving.POOL_OFF and isinstance(bench, ODataBench):
        # Only X3 has a pool; elsewhere this text is an error like another.
        bench.face.fault(fault)
        with pytest.raises(Unavailable):
            bench.transport.find(CLIENT, MARK)
        return
    bench.face.fault(fault, is_writing)
    with pytest.raises(Unavailable) as refusal:
        create(bench)
    assert refusal.value.code == {serving.POOL_OFF: "pool_off", serving.BUSY: "server_error"}[fault]
    assert not bench.sage.rows("F_COMPTET")


@pytest.mark.parametrize("fault", AFTER)
def test_a_lost_answer_to_an_update_is_unknown_and_may_be_repeated(bench, fault):
    marq = bench.sage.client(CT_Intitule="Perrin")
    bench.face.fault(fault, is_writing)
    with pytest.raises(OutcomeUnknown):
        bench.transport.update(CLIENT, str(marq), {"city": "Annecy"}, "")
    bench.transport.update(CLIENT, str(marq), {"city": "Annecy"}, "")
    assert bench.transport.read(CLIENT, str(marq)).values["city"] == "Annecy"


@pytest.mark.parametrize("fault", (*AFTER, *BEFORE, *CLOSED))
def test_a_failed_reading_may_be_tried_later(bench, fault):
    bench.sage.client(CT_Intitule="Perrin")
    bench.face.fault(fault)
    with pytest.raises(Unavailable):
        list(bench.transport.changes(CLIENT, None))
    assert sum(len(page.records) for page in bench.transport.changes(CLIENT, None)) == 1


@pytest.mark.parametrize("after", (1, 2))
def test_pages_given_before_a_failure_are_true_and_reading_goes_on_from_them(tmp_path, after):
    bench = ODataBench(tmp_path)
    expected = {str(bench.sage.client(CT_Intitule=f"Client {number}")) for number in range(250)}
    pages = bench.transport.changes(CLIENT, None)
    got, cursor = set(), None
    for _ in range(after):
        page = next(pages)
        got |= {record.key for record in page.records}
        cursor = page.cursor
    bench.face.fault(serving.MALFORMED)
    with pytest.raises(Unavailable):
        next(pages)
    for page in bench.transport.changes(CLIENT, cursor):
        got |= {record.key for record in page.records}
    assert got == expected
    bench.close()


@pytest.mark.parametrize("which", (0, 1, 2))
def test_a_page_with_fewer_rows_than_asked_loses_nobody(tmp_path, which):
    bench = ODataBench(tmp_path)
    expected = sorted(bench.sage.client(CT_Intitule=f"Client {number}") for number in range(250))
    for place in range(which + 1):
        bench.face.fault(serving.PARTIAL_PAGE, lambda method, subject, p=place: len(bench.face.requests) > p)
    keys = [int(record.key) for page in bench.transport.changes(CLIENT, None) for record in page.records]
    assert keys == expected
    bench.face.fault(serving.PARTIAL_PAGE)
    assert sorted(map(int, bench.transport.keys(CLIENT))) == expected
    bench.close()


def test_a_list_that_reaches_its_limit_is_not_taken_for_the_whole(tmp_path):
    bench = X3Bench(tmp_path)
    for number in range(5):
        bench.sage.client(CT_Intitule=f"Client {number}")
    small = X3Transport(bench.transport.service, load_objects(), list_size=5)
    with pytest.raises(Unavailable) as refusal:
        list(small.keys(CLIENT))
    assert refusal.value.code == "partial_page"
    bench.close()


def test_rows_that_come_and_go_between_two_pages_hide_nobody(tmp_path):
    bench = ODataBench(tmp_path)
    marqs = [bench.sage.client(CT_Intitule=f"Client {number}") for number in range(220)]
    pages = bench.transport.changes(CLIENT, None)
    got = [record.key for record in next(pages).records]
    for marq in marqs[:50]:
        bench.sage.delete("F_COMPTET", marq)
    got += [record.key for page in pages for record in page.records]
    assert set(got) == {str(marq) for marq in marqs}
    bench.close()


@pytest.mark.parametrize("make", (ODataTransport, lambda door: X3Transport(X3Service(door))), ids=("odata", "x3"))
def test_a_wrong_password_is_refused_and_no_machine_is_unavailable(bench, make):
    wrong = make(HttpDoor(bench.face.url, USER, PASSWORD + "x"))
    if type(wrong) is type(bench.transport):
        with pytest.raises(Refused) as refusal:
            wrong.check()
        assert refusal.value.code == "login"
        assert PASSWORD not in str(refusal.value)
    nobody = make(HttpDoor("http://127.0.0.1:9", USER, PASSWORD, seconds=PATIENCE))
    with pytest.raises(Unavailable) as failure:
        nobody.create(CLIENT, {"name": "Perrin"}, (), MARK)
    assert failure.value.code == "unreachable"


def test_a_bearer_token_opens_the_same_door(tmp_path):
    bench = ODataBench(tmp_path)
    bench.sage.client(CT_Intitule="Perrin")
    transport = ODataTransport(HttpDoor(bench.face.url, bearer="jeton"))
    assert len(list(transport.keys(CLIENT))) == 1
    bench.close()


def test_an_address_without_encryption_is_said_and_one_without_scheme_refused():
    with pytest.raises(Refused):
        HttpDoor("ftp://sage.example")
    assert [finding.code for finding in HttpDoor("http://sage.example").findings()] == ["no_encryption"]
    assert not HttpDoor("https://sage.example").findings()


def test_a_redirection_is_not_followed(tmp_path):
    bench, other = ODataBench(tmp_path), ODataBench(tmp_path)

    def elsewhere(environ, start_response):
        start_response("302 Found", [("Location", other.face.url + environ["PATH_INFO"]), ("Content-Length", "0")])
        return [b""]

    bench.face.server.set_app(elsewhere)
    with pytest.raises(Refused):
        bench.transport.read(CLIENT, "1")
    assert not other.face.requests
    bench.close()
    other.close()


def test_the_cursor_of_sage_cannot_end_a_filter(tmp_path):
    bench = ODataBench(tmp_path)
    with pytest.raises(Unavailable):
        bench.transport.read(CLIENT, "1) or (1 eq 1")
    assert list(bench.transport.changes(CLIENT, Cursor("2026-01-01T00:00:00", "1")))[0].last
    bench.close()


def test_unknown_services_are_named(tmp_path):
    bench = X3Bench(tmp_path)
    other = X3Transport(bench.transport.service, load_objects(published={"client": "YAUTRE"}))
    findings = [finding for finding in other.check() if finding.level == "error"]
    assert [(finding.code, finding.detail[:6]) for finding in findings] == [("sage_says_no", "YAUTRE")]
    bench.close()
