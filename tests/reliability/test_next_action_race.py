"""Two people take the last two activities off a ticket at the same moment: something is planned all the same.

Two real transactions, one of which waits for the other, repeated by Odoo's own rule when the database asks for it.
"""

import os
import re

import pytest

from tools.suite import databases

SCRIPT = """
import threading, time
from odoo import SUPERUSER_ID, api
from odoo.service.model import retrying

WAYS = {ways!r}

def acts(env, way, activity_id):
    activity = env["mail.activity"].browse(activity_id)
    if way == "done":
        activity.action_feedback("fait")
    elif way == "deleted":
        activity.unlink()
    else:
        activity.res_id = env["helpdesk.ticket"].create({{"name": "Autre", "description": "x"}}).id

def race(first, second, same_day):
    ticket = env["helpdesk.ticket"].duret_open_request({{"name": "Panne", "channel": "phone"}})
    ids = [
        ticket.activity_schedule(
            "mail.mail_activity_data_todo", day, summary="Promesse").id
        for day in ("2030-01-02", "2030-01-02" if same_day else "2030-01-03")
    ]
    env.cr.commit()
    tries = []
    with env.registry.cursor() as slow, env.registry.cursor() as quick:
        one, two = api.Environment(slow, SUPERUSER_ID, {{}}), api.Environment(quick, SUPERUSER_ID, {{}})
        # Both look at the ticket before either has finished.
        assert len(one["helpdesk.ticket"].browse(ticket.id).activity_ids) == 2
        assert len(two["helpdesk.ticket"].browse(ticket.id).activity_ids) == 2
        acts(one, first, ids[0])
        one.flush_all()
        def other():
            def attempt():
                tries.append(1)
                acts(two, second, ids[1])
                two.flush_all()
            retrying(attempt, two)
            quick.commit()
        thread = threading.Thread(target=other)
        thread.start()
        time.sleep(0.3)
        slow.commit()
        thread.join(30)
        assert not thread.is_alive()
    env.cr.rollback()
    env.invalidate_all()
    planned = ticket.activity_ids.mapped("summary")
    print("RACE=%s then %s, same day %s: planned %s, tries %s" % (first, second, same_day, planned, len(tries)))

for first in WAYS:
    for second in WAYS:
        for same_day in (True, False):
            race(first, second, same_day)
"""
WAYS = ("done", "deleted", "moved")


@pytest.fixture
def database():
    """A clone of the database with all addons of this test's own: the races are committed."""
    name = databases.clone(os.environ.get("RELIABILITY_DB") or databases.suite_template(), f"race_{os.getpid()}")
    yield name
    databases.drop(name)


def test_the_last_two_activities_at_once(database):
    """Done, deleted or moved away by two people at once, on one day or two: never a ticket without next action."""
    text = databases.odoo_script(database, SCRIPT.format(ways=WAYS), "next-action-race")
    races = re.findall(r"^RACE=(.*)$", text, re.M)
    assert len(races) == len(WAYS) ** 2 * 2, text[-2000:]
    assert not [race for race in races if "planned []" in race], races
    assert all("tries 2" in race for race in races), races
