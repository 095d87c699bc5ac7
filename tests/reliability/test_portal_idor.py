"""G6: no client reaches another client's data, by no route and no model of the installed set.

The routes come from the routing table and the models from the access rights, not from a list of ours: one that
nobody has judged turns the test red. The judgements are in `route_verdicts.toml` and `portal_models.toml`.
"""

import tomllib
from pathlib import Path

import pytest
from routes import fill, pattern, placeholders, points_at_something
from visitor import Visitor

HERE = Path(__file__).parent
OUTSIDERS = ("A", "sibling", "anonymous", "expired")
INTRUSION = "zqintrusion"
VERDICTS = {"public", "own", "token", "employee", "system", "self"}


def _verdicts():
    """{pattern: verdict} and the patterns where a technician may see a client's data."""
    text = tomllib.loads((HERE / "route_verdicts.toml").read_text())
    flat = {path: verdict for verdict in VERDICTS for path in text.get(verdict, [])}
    return flat, set(text["technician_sees"])


# Arguments that say what to do; the harmful choice of each.
DEEDS = {
    "thread_model": "helpdesk.ticket",
    "res_model": "helpdesk.ticket",
    "model": "helpdesk.ticket",
    "model_name": "helpdesk.ticket",
    "__model__": "helpdesk.ticket",
    "__method__": "read",
    "field": "raw",
    "fields": ["name"],
    "reportname": "helpdesk_mgmt.report_ticket",
    "converter": "html",
    "post_data": {"body": INTRUSION, "message_type": "comment", "subtype_xmlid": "mail.mt_comment"},
    "update_data": {"body": INTRUSION},
    "body": INTRUSION,
    "content": "👍",
    "action": "add",
    "is_internal": False,
    "name": INTRUSION,
    "email": f"{INTRUSION}@intrus.test",
    "rating": 5,
    "rate": 5,
    "reason": INTRUSION,
}
# Arguments that name a record, and which of B's records they are pointed at.
AIMS = {
    "stage_id": "stage",
    "order_id": "order",
    "report_id": "report",
    "invoice_id": "invoice",
    "invoices": "invoice",
    "moves": "invoice",
    "journal_id": "journal",
    "picking_id": "picking",
    "attachment_id": "internal_file",
    "attachments": "internal_file",
    "attachment": "internal_file",
    "id": "internal_file",
    "document_id": "public_file",
    "message_id": "note",
    "partner": "contact",
    "partner_id": "contact",
    "address_id": "contact",
    "survey_id": "survey",
    "survey": "survey",
    "line_id": "order_line",
    "request_id": "opinion",
}


def _arguments(world, route, who):
    """Arguments that aim at B's records: B's numbers, and the best secret that this visitor holds."""
    target, own = world["clients"]["B"], world["clients"]["A"]
    old = who == "expired"
    ticket, secret = (target["old_ticket"], target["old_token"]) if old else (target["ticket"], own["ticket_token"])
    signature = "0" * 64 if old else own["hash"]
    secrets = {"access_token": secret, "token": secret, "pid": own["pid"], "hash": signature}
    values = DEEDS | {name: target.get(key) for name, key in AIMS.items()} | secrets
    values |= dict.fromkeys(("ticket_id", "thread_id", "res_id", "docids"), ticket)
    values |= {
        "_hash": signature,
        "answer_token": own.get("answer_token"),
        "survey_token": own.get("survey_token"),
        "attachment_ids": [target["internal_file"]],
        "partner_ids": [target["contact"]],
        "fetch_params": [["/mail/thread", {"thread_model": "helpdesk.ticket", "thread_id": ticket}]],
    }
    names = set(route["arguments"]) | {name for _kind, name in placeholders(route["url"])}
    found = {name: values.get(name, 1) for name in names}
    if "model" in found and "/web/" in route["url"]:
        found["model"] = "ir.attachment"
    # Arguments that routes take without naming them (**kwargs): the secrets of the portal.
    return secrets | found


def _call(visitor, route, values, method):
    path = fill(route["url"], values)
    rest = {key: value for key, value in values.items() if f"<{key}>" not in pattern(route["url"])}
    if route["type"] != "http":
        return visitor.json(path, rest)
    if method == "POST":
        return visitor.post(path, **rest)
    return visitor.get(path, **rest)


# The crawl would end the session or the server's other users' work, or leave the machine.
NOT_CALLED = {
    "/web/session/logout",
    "/web/session/destroy",
    "/my/deactivate_account",
    "/websocket",
    "/web/session/authenticate",
    "/queue_job/runjob",
}


def test_every_route_has_a_verdict(routing_table, report):
    """A route with an identifier or a secret that nobody has judged is red; so is a judgement without a route."""
    flat, technician = _verdicts()
    judged = {pattern(one["url"]) for one in routing_table if points_at_something(one)}
    report(
        "routes",
        all=len(routing_table),
        with_an_identifier=len(judged),
        judged=len(judged & set(flat)),
        **{name: sum(value == name for value in flat.values()) for name in sorted(VERDICTS)},
    )
    assert sorted(judged - set(flat)) == [], "routes without a verdict in route_verdicts.toml"
    assert sorted(set(flat) - judged) == [], "verdicts of routes that do not exist"
    assert technician <= set(flat)


def _rows_of(sql, world, letter):
    """The client's own rows, as text: they must not change."""
    client = world["clients"][letter]
    tables = {
        "helpdesk_ticket": ("ticket", "old_ticket"),
        "res_partner": ("firm", "contact", "sibling"),
        "sale_order": ("order",),
        "sale_order_line": ("order_line",),
        "account_move": ("invoice",),
        "calendar_event": ("event",),
        "calendar_attendee": ("attendee",),
        "survey_user_input": ("answer",),
        "fsm_order": ("fsm_order",),
        "duret_satisfaction_request": ("opinion",),
        "stock_move": ("move",),
        "stock_picking": ("picking",),
        "mail_message": ("message", "note"),
        "ir_attachment": ("public_file", "internal_file", "loose_file"),
        "rating_rating": ("rating",),
    }
    found = {}
    for table, keys in tables.items():
        ids = ",".join(str(client[key]) for key in keys if client.get(key))
        if ids:
            found[table] = sql(f"select * from {table} where id in ({ids}) order by id")
    ticket = client["ticket"]
    found["messages"] = sql(f"select count(*) from mail_message where model = 'helpdesk.ticket' and res_id = {ticket}")
    found["followers"] = sql(
        f"select count(*) from mail_followers where res_model = 'helpdesk.ticket' and res_id = {ticket}"
    )
    found["words"] = sql(f"select count(*) from mail_message where body like '%{INTRUSION}%'")
    return found


@pytest.fixture(scope="module")
def outsiders(people, odoo):
    """Those who have no business with B."""
    return {name: people[name] for name in ("A", "sibling", "anonymous")} | {"expired": Visitor(odoo.url)}


@pytest.mark.tracebacks_expected
def test_no_route_shows_or_changes_what_belongs_to_another_client(outsiders, routing_table, world, sql, report):
    """Every judged route, by every outsider, by each of its methods, aimed at B: 0 leaks, 0 writes, 0 × 500."""
    word, before = world["canaries"]["B"], _rows_of(sql, world, "B")
    leaks, errors, calls = [], [], 0
    for route in filter(points_at_something, routing_table):
        if pattern(route["url"]) in NOT_CALLED:
            continue
        for who in OUTSIDERS:
            values = _arguments(world, route, who)
            for method in route["methods"] if route["type"] == "http" else ["POST"]:
                if method not in ("GET", "POST"):
                    continue
                # A refused secret counts against its sender: a fresh address per call keeps the limits out of this.
                outsiders[who].session.headers["X-Forwarded-For"] = f"10.9.{calls >> 8 & 255}.{calls & 255}"
                answer = _call(outsiders[who], route, values, method)
                calls += 1
                if word in answer.body.lower():
                    leaks.append(f"{who} {method} {route['url']}")
                if answer.status >= 500:
                    errors.append(f"{who} {method} {route['url']} {answer.status}")
    after = _rows_of(sql, world, "B")
    changed = [name for name in before if before[name] != after[name]]
    report("G6 routes", calls=calls, leaks=len(leaks), writes=len(changed), errors_500=len(errors))
    assert leaks == []
    assert changed == []
    assert errors == []


@pytest.mark.tracebacks_expected
def test_a_technician_sees_clients_only_where_it_was_decided(people, routing_table, world, report):
    """The same calls by a technician: a client's data shows only on the routes listed in the verdicts."""
    _flat, allowed = _verdicts()
    word, seen, calls = world["canaries"]["B"], set(), 0
    for route in filter(points_at_something, routing_table):
        if pattern(route["url"]) in NOT_CALLED or "GET" not in route["methods"] and route["type"] == "http":
            continue
        answer = _call(people["technician"], route, _arguments(world, route, "technician"), "GET")
        calls += 1
        if word in answer.body.lower():
            seen.add(pattern(route["url"]))
    report("G6 technician", calls=calls, sees_clients_on=len(seen))
    assert sorted(seen - allowed) == []


def test_the_canary_can_be_seen(people, world):
    """The measuring device works: B, on B's pages, reads B's word; so does the link's holder."""
    own, word = world["clients"]["B"], world["canaries"]["B"]
    pages = (f"/my/ticket/{own['ticket']}", f"/my/orders/{own['order']}", f"/my/invoices/{own['invoice']}")
    for path in (*pages, f"/my/reports/{own['report']}"):
        assert word in people["B"].get(path).body.lower(), path
        assert word not in people["A"].get(path).body.lower(), path
    link = f"/my/orders/{own['order']}?access_token={own['order_token']}"
    assert word in people["anonymous"].get(link).body.lower()
