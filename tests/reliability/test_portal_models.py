"""G6 and G6b: what a client reaches through RPC, model by model."""

import json
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODELS = tomllib.loads((HERE / "portal_models.toml").read_text())
SCRIPT = """
user = env["res.users"].search([("login", "=", "portal.a@client.test")])
public = env.ref("base.public_user")
def rights(one):
    scope = env(user=one.id)
    found = {}
    for name in sorted(env.registry):
        model = scope[name]
        if model._abstract or not model._auto and not model._table_query:
            continue
        held = [op for op in ("read", "write", "create", "unlink") if model.has_access(op)]
        if held:
            found[name] = held
    return found
import json
print("RIGHTS=" + json.dumps({"portal": rights(user), "public": rights(public)}))
"""


@pytest.fixture(scope="module")
def rights(database, world):
    """{portal|public: {model: operations}} of the installed set."""
    from tools.suite import databases

    text = databases.odoo_script(database, SCRIPT, "reliability-rights")
    return json.loads(next(line for line in text.splitlines() if line.startswith("RIGHTS=")).removeprefix("RIGHTS="))


@pytest.mark.parametrize("who", ["portal", "public"])
def test_the_models_of_outsiders_are_exactly_the_allowed_ones(rights, report, who):
    """A model that a client or a visitor may use and that nobody allowed is red; so is a line without a model."""
    allowed = {name: entry[who] for name, entry in MODELS.items() if who in entry}
    report(f"G6b {who}", models=len(rights[who]), writable=sum(held != ["read"] for held in rights[who].values()))
    assert rights[who] == allowed


def test_a_client_sees_only_rows_of_their_own(people, rights, world, sql, report):
    """Every readable model, all rows, as A: never a word of B; own documents counted exactly."""
    rows, leaks, counts = 0, [], {}
    for name in rights["portal"]:
        counted = json.loads(people["A"].rpc(name, "search_count", []).body)
        counts[name] = counted.get("result", 0)
        # All fields where that is possible; the names at least, where one of the fields refuses clients.
        answers = [people["A"].rpc(name, "search_read", [], fields, limit=500) for fields in ([], ["display_name"])]
        rows += counts[name]
        if any(world["canaries"]["B"] in one.body.lower() for one in answers):
            leaks.append(name)
    own = world["clients"]["A"]
    expected = {
        name: int(sql(entry["rows"].format(firm=own["firm"], contact=own["contact"]))[0][0])
        for name, entry in MODELS.items()
        if "rows" in entry
    }
    report("G6b rows", models=len(counts), rows=rows, leaks=len(leaks))
    assert leaks == []
    assert {name: counts.get(name, 0) for name in expected} == expected
    assert sum(expected.values()) > 5, "nothing to see: the measure would prove nothing"


INTRUSIONS = "select count(*) from mail_message where body like '%zqrpcintrusion%'"
# What A tries on each of B's records.
TARGETS = {
    "helpdesk.ticket": "ticket",
    "res.partner": "contact",
    "sale.order": "order",
    "sale.order.line": "order_line",
    "account.move": "invoice",
    "calendar.event": "event",
    "calendar.attendee": "attendee",
    "survey.user_input": "answer",
    "survey.survey": "survey",
    "duret.satisfaction.request": "given_opinion",
    "crm.lead": "lead",
    "fsm.order": "fsm_order",
    "fsm.location": "location",
    "fsm.equipment": "equipment",
    "stock.move": "move",
    "stock.picking": "picking",
    "product.product": "product",
    "product.template": "template",
    "mail.message": "note",
    "ir.attachment": "internal_file",
    "rating.rating": "rating",
}


@pytest.mark.parametrize("who", ["A", "sibling", "anonymous"])
@pytest.mark.tracebacks_expected
def test_no_method_reaches_a_record_of_another_client(people, world, sql, report, who):
    """read, search, write, unlink, copy, message_post, export, files: every call ends in an error, none in B's word."""
    target, word, calls, leaks, done = world["clients"]["B"], world["canaries"]["B"], 0, [], []
    before = sql(INTRUSIONS)
    for model, key in TARGETS.items():
        if not target.get(key):
            continue
        number = target[key]
        tries = [
            ("read", [[number]], {}),
            ("web_read", [[number]], {"specification": {"display_name": {}}}),
            ("search_read", [[["id", "=", number]]], {}),
            ("name_search", [], {"name": word}),
            ("export_data", [[number], ["display_name"]], {}),
            ("write", [[number], {"active": True}], {}),
            ("unlink", [[number]], {}),
            ("copy", [[number]], {}),
            ("message_post", [[number]], {"body": "zqrpcintrusion"}),
            ("message_subscribe", [[number]], {"partner_ids": [world["clients"]["A"]["contact"]]}),
            ("get_portal_url", [[number]], {}),
            ("read_group", [[["id", "=", number]]], {"fields": ["id"], "groupby": ["create_uid"]}),
        ]
        for method, args, kwargs in tries:
            answer = people[who].rpc(model, method, *args, **kwargs)
            calls += 1
            if word in answer.body.lower():
                leaks.append(f"{model}.{method}")
            body = json.loads(answer.body) if answer.body.startswith("{") else {}
            if method in ("write", "unlink", "copy", "message_post", "message_subscribe") and body.get("result"):
                done.append(f"{model}.{method}")
    found = sql(INTRUSIONS) != before
    report(f"G6 RPC {who}", calls=calls, leaks=len(leaks), writes=len(done))
    assert leaks == []
    assert done == []
    assert not found
