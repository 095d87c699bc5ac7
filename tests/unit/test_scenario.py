"""The demo company is believable on whatever day it is made, and the same for the same seed."""

import itertools
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import phonenumbers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenario import logins
from scenario.clock import ANNECY, Clock
from scenario.generator import build

SATURDAY = datetime(2026, 11, 21, 5, 0)
# Made on a Saturday, at midnight of New Year, in the hour that the clocks change, on a public holiday, in August.
MOMENTS = [
    SATURDAY,
    datetime(2026, 12, 31, 23, 30),
    datetime(2027, 3, 28, 1, 0),
    datetime(2026, 10, 25, 0, 30),
    datetime(2027, 5, 6, 9, 0),
    datetime(2026, 8, 12, 14, 45),
]


@pytest.fixture(scope="module", params=MOMENTS, ids=lambda moment: moment.isoformat())
def company(request):
    """The demo company on one of these days."""
    return build(request.param)


def test_same_seed_same_company():
    """A picture taken twice shows the same people."""
    assert build(SATURDAY) == build(SATURDAY)
    assert build(SATURDAY, seed=1) != build(SATURDAY, seed=2)


def test_aware_and_naive_moments_agree():
    """Noon in Annecy is eleven o'clock UTC."""
    aware = datetime(2026, 11, 21, 6, 0, tzinfo=ANNECY)
    assert build(aware) == build(aware.astimezone(UTC).replace(tzinfo=None))


def test_every_screen_is_alive(company):
    """Enough of everything, and something in each state that a screen shows apart."""
    assert len(company.clients) == 60
    assert {client.kind for client in company.clients} == {"person", "syndic", "firm", "town_hall"}
    assert {ticket.stage for ticket in company.tickets} >= {"new", "in_progress", "awaiting", "done"}
    assert {visit.stage for visit in company.visits} >= {"new", "planned", "completed"}
    for many in (
        company.tickets,
        company.calls,
        company.visits,
        company.quotations,
        company.opinions,
        company.contracts,
    ):
        assert len(many) >= 20


def test_references_lead_somewhere(company):
    """Tickets, visits and answers name clients, sites, tickets and visits that exist and belong together."""
    sites = {site.key: client.key for client in company.clients for site in client.sites}
    tickets = {ticket.key: ticket for ticket in company.tickets}
    visits = {visit.key for visit in company.visits}
    for thing in (*company.tickets, *company.visits, *company.quotations, *company.contracts):
        assert not thing.site or sites[thing.site] == thing.client
    for thing in (*company.visits, *company.quotations):
        assert not thing.ticket or tickets[thing.ticket].client == thing.client
    assert {opinion.visit for opinion in company.opinions} <= visits
    assert len(tickets) == len(company.tickets)
    assert len(visits) == len(company.visits)


def test_one_opinion_for_a_visit(company):
    """The database refuses two; every finished visit has one, whether its client was asked or not."""
    judged = [opinion.visit for opinion in company.opinions]
    assert len(judged) == len(set(judged))
    done = {visit.key for visit in company.visits if visit.stage == "completed"}
    assert done <= set(judged)


def test_opinions_are_a_believable_year(company):
    """Something in every state; nobody is asked twice in a month; answers come after questions."""
    opinions = company.opinions
    assert {opinion.state for opinion in opinions} >= {"sent", "answered", "held", "skipped", "expired"}
    assert {opinion.reason for opinion in opinions} >= {"", "recent", "complaint", "cancelled"}
    assert {opinion.source for opinion in opinions} >= {"mail", "phone"}
    assert {opinion.recovery for opinion in opinions} >= {"", "open", "solved"}
    client_of = {visit.key: visit.client for visit in company.visits}
    asked = defaultdict(list)
    for opinion in opinions:
        assert bool(opinion.at) == (opinion.state == "answered"), opinion
        if opinion.sent:
            asked[client_of[opinion.visit]].append(opinion.sent)
        if opinion.at:
            assert opinion.sent < opinion.at <= company.now, opinion
        if opinion.reminded:
            assert opinion.sent < opinion.reminded <= company.now, opinion
    for moments in asked.values():
        moments.sort()
        assert all(later - earlier >= timedelta(days=28) for earlier, later in itertools.pairwise(moments))


def test_nobody_is_in_two_places(company):
    """A technician's visits never overlap, cancelled ones left aside."""
    agenda = defaultdict(list)
    for visit in company.visits:
        if visit.worker and visit.stage != "cancelled":
            agenda[visit.worker].append((visit.start, visit.start + timedelta(hours=visit.hours), visit.key))
    assert len(agenda) >= 4
    for booked in agenda.values():
        booked.sort()
        for before, after in zip(booked, booked[1:], strict=False):
            assert before[1] <= after[0], (before, after)


def test_visits_are_in_working_hours(company):
    """On working days, between seven in the morning and eight in the evening on Annecy's clock."""
    clock = Clock(company.now)
    for visit in company.visits:
        local = clock.local(visit.start)
        assert clock.works(local.date()), visit
        assert 7 <= local.hour < 19, visit


def test_nothing_is_finished_before_it_begins(company):
    """Past is past: what is done lies before the present, what is closed after what it answers."""
    for ticket in company.tickets:
        moments = [message.at for message in ticket.messages]
        assert moments == sorted(moments)
        assert all(moment <= company.now for moment in (ticket.created, *moments)), ticket
        assert not ticket.closed or ticket.created <= ticket.closed <= company.now, ticket
        assert bool(ticket.closed) == (ticket.stage in ("done", "cancelled")), ticket
    for visit in company.visits:
        assert visit.created <= company.now, visit
        if visit.left:
            assert visit.arrived < visit.left <= company.now, visit
        assert bool(visit.left) == (visit.stage == "completed"), visit
    assert all(call.at <= company.now for call in company.calls if call.state == "done")


def test_nobody_real_is_reached(company):
    """Addresses end in a domain that cannot exist; numbers are of the ranges kept for films and books."""
    people = [*company.clients, *(contact for client in company.clients for contact in client.contacts)]
    emails = [person.email for person in people if person.email]
    assert all(email.endswith(".example") for email in emails)
    for client in company.clients:
        numbers = [*client.phones, *(phone for contact in client.contacts for phone in contact.phones)]
        assert numbers
        assert all(phonenumbers.is_possible_number(phonenumbers.parse(phone.number)) for phone in numbers)


def test_sage_numbers_are_unique(company):
    """As in SAGE."""
    numbers = [client.sage_number for client in company.clients if client.sage_number]
    assert len(numbers) == len(set(numbers))


def test_marks_are_in_their_scales(company):
    """Recommendation from 0 to 10, the rest from 1 to 5."""
    for answer in (opinion for opinion in company.opinions if opinion.at):
        assert 0 <= answer.score <= 10
        assert all(1 <= mark <= 5 for mark in answer.marks.values())


def test_logins_have_their_people():
    """Nine employees and three clients, each once; Claire first, since `make run` proposes her."""
    names = [login for login, _name, _role in logins.LOGINS]
    assert names[0] == "claire"
    assert "admin" in names
    assert len(names) == len(set(names))
    clients = {client.login for client in build(SATURDAY).clients if client.login}
    assert clients <= set(names)
    assert len(clients) == 3


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.datetimes(datetime(2026, 1, 1), datetime(2031, 12, 31)), st.integers(0, 10_000))
def test_any_day_any_seed(now, seed):
    """The generator never fails, and never double-books."""
    made = build(now, seed)
    test_nobody_is_in_two_places(made)
    test_references_lead_somewhere(made)


@given(st.dates(datetime(2026, 1, 1).date(), datetime(2030, 12, 31).date()), st.floats(0, 23.75))
def test_hours_of_the_clock(day, hour):
    """An hour of Annecy is the same hour when read again, except in the hour that does not exist in March."""
    local = Clock.local(Clock.utc(day, hour))
    if local.utcoffset() == (local - timedelta(hours=3)).utcoffset():
        assert (local.date(), round(local.hour * 60 + local.minute)) == (day, round(hour * 60))
