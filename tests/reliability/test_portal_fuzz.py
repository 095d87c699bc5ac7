"""G4: random requests on the routes that outsiders and technicians reach; 2,000, or FUZZ_REQUESTS for a long run."""

import concurrent.futures
import os
import random
import re
import time

import field_fuzz
from conftest import SEED
from guarding.pages import is_for_staff
from routes import fill, placeholders
from visitor import Visitor

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "2000"))
# Not sent: what ends a session or an account, waits on purpose, leaves the machine, or belongs to the server itself.
LEFT_OUT = re.compile(
    r"/web/session/(logout|destroy)|/my/deactivate_account|/websocket.*|/web/database/.*|/queue_job/.*|/xmlrpc/.*"
    r"|/jsonrpc|/web/tests.*|.*link_preview.*|.*gif.*|.*unsplash.*|.*generate_text.*|/mail/message/translate"
    r"|.*media_library.*|/web/become|.*rtc.*|/google_.*|/microsoft_.*|.*ice_servers.*|/json/2/.*|/odoo.*"
    # No payment provider is set up: SAGE is the only issuer of invoices.
    r"|/payment/.*|/invoice/transaction.*|/my/orders/.*/transaction"
)
WORDS = [
    "", "0", "-1", "1", "7", "2147483647", "2147483648", "99999999999999999999", "1e9", "1.5", "abc", "é", "日本", "²",
    "None", "null", "true", "[]", "{}", "[1]", "1,2", "x" * 3000, "\x00", "a\x00b", "\ufffe", "%00", "../../etc/passwd",
    "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "date", "name", "stage", "all", "none", "create_date desc",
    "2026-01-01", "2026-13-45", "0000-00-00", "9999-12-31 23:59:60", "2026/2026", "__class__", "id", "web",
    "res.partner",
    "helpdesk.ticket", "ir.attachment", "no.model", "raw", "datas", "zqnothing", "00000000-0000-4000-8000-000000000000",
]  # fmt: skip
LIST_NAMES = ("sortby", "filterby", "groupby", "search_in", "search", "date_begin", "date_end", "page")


def _is_fuzzed(route):
    """Pages for clients, visitors and technicians; of the JSON routes those open without a login or made by us."""
    if LEFT_OUT.fullmatch(route["url"]):
        return False
    return (
        route["type"] == "http"
        or route["type"] == "jsonrpc"
        and (route["auth"] == "public" or route["module"].startswith("duret_"))
    )


def _value(rng, world, name):
    """Mostly rubbish, sometimes a real number or secret of one of the clients."""
    client = rng.choice([world["clients"]["A"], world["clients"]["B"]])
    if rng.random() < 0.35:
        known = [client[key] for key in client if name.removesuffix("_id") in key]
        return rng.choice(known or [client["ticket"], client["ticket_token"]])
    if rng.random() < 0.1:
        return rng.choice(["", "-"]) + str(rng.getrandbits(rng.choice([4, 16, 31, 33, 64, 128])))
    return rng.choice(WORDS)


def _json_value(rng, world, name):
    kind = rng.random()
    if kind < 0.15:
        return rng.choice([None, True, [], {}, 1.5, -1, 2**40, [[]], {"a": [1, None]}])
    if kind < 0.3:
        return rng.randint(-3, 40)
    return _value(rng, world, name)


def _request(rng, world, route):
    """One request of the grammar: (method, path, arguments)."""
    names = [name for _kind, name in placeholders(route["url"])]
    in_path = {name: str(_value(rng, world, name)).replace("/", "%2F").replace("?", "%3F") for name in names}
    optional = [name for name in route["arguments"] if name not in names]
    chosen = [name for name in optional if rng.random() < 0.6]
    chosen += [name for name in LIST_NAMES if route["url"].startswith("/my") and rng.random() < 0.3]
    make = _json_value if route["type"] != "http" else _value
    arguments = {name: make(rng, world, name) for name in chosen}
    method = rng.choice([name for name in route["methods"] if name in ("GET", "POST")] or ["GET"])
    return method, fill(route["url"], in_path), arguments


def _from_telephones(rng):
    """Requests of telephones that went mad; the technician's own, so that they get past the door."""
    for _number in range(max(50, REQUESTS // 20)):
        push = {"url": field_fuzz.PUSH, "type": "jsonrpc"}
        yield "technician", push, "POST", field_fuzz.PUSH, field_fuzz.push(rng)
        yield (
            "technician",
            {"url": field_fuzz.PHOTOS, "type": "bytes"},
            "POST",
            field_fuzz.PHOTOS,
            field_fuzz.frames(rng),
        )


def _send(visitor, route, method, path, arguments):
    if route["type"] == "bytes":
        return visitor.request("POST", path, data=arguments, headers={"Content-Type": field_fuzz.CHUNKS})
    if route["type"] != "http":
        return visitor.json(path, arguments)
    if method == "POST":
        token = getattr(visitor, "form_token", None) or visitor.csrf()
        visitor.form_token = token
        return visitor.request("POST", path, data=arguments | {"csrf_token": token})
    return visitor.request("GET", path, params=arguments)


def test_random_requests(odoo, world, routing_table, report):
    """0 × 500, no word of B for those who are not B, p99 below 2 s, no traceback in the server's log."""
    rng = random.Random(SEED)
    routes = sorted(filter(_is_fuzzed, routing_table), key=lambda one: one["url"])
    ours = [one for one in routes if one["module"].startswith(("duret_", "helpdesk", "portal", "sale", "account"))]
    plan = []
    for _ in range(REQUESTS):
        route = rng.choice(ours if rng.random() < 0.5 else routes)
        # The web client's own tools are Odoo's; outsiders get 404 there, technicians are not sent there.
        foreign = is_for_staff(route["url"]) or (route["type"] != "http" and not route["module"].startswith("duret_"))
        people = ["A", "anonymous"] if foreign else ["A", "technician", "anonymous"]
        plan.append((rng.choice(people), route, *_request(rng, world, route)))
    plan += _from_telephones(rng)
    started = time.monotonic()
    answers = _run(odoo, world, plan)
    word = world["canaries"]["B"]
    errors = [
        f"{who} {method} {path} {args}"[:300] for who, _r, method, path, args, one in answers if one.status >= 500
    ]
    leaks = [
        f"{who} {method} {path} {args}"[:300]
        for who, _r, method, path, args, one in answers
        if who != "technician"
        and word in one.body
        and word not in f"{path}{args}"
        and not _holds_secret(world, path, args)
    ]
    times = sorted(one.seconds for *_rest, one in answers)
    p99 = times[int(len(times) * 0.99)]
    failed = [
        f"{args}"[:600]
        for _who, _route, _method, path, args, one in answers
        if path == field_fuzz.PUSH and isinstance(args.get("ops"), list) and '"code": "internal"' in one.body
    ]
    report(
        "G4",
        requests=len(answers), routes=len(routes), errors_500=len(errors), leaks=len(leaks), p99=f"{p99:.2f} s",
        refused_4xx=sum(400 <= one.status < 500 for *_rest, one in answers), seed=SEED,
        seconds=f"{time.monotonic() - started:.0f}",
    )  # fmt: skip
    assert errors == []
    assert failed == []
    assert leaks == []
    assert p99 < 2


def _holds_secret(world, path, arguments):
    """True when the request carries one of B's own secrets: then it may see that document."""
    client = world["clients"]["B"]
    text = f"{path} {arguments}"
    return any(str(client[key]) in text for key in client if key.endswith("token") or key == "hash")


def _run(odoo, world, plan):
    """Send the plan over eight connections, each with sessions of its own; an address per request keeps limits out."""
    logins = {"A": "portal.a@client.test", "technician": "role.technician@duret.test"}

    def lane(number):
        visitors = {who: Visitor(odoo.url).login(login, world["password"]) for who, login in logins.items()}
        visitors["anonymous"] = Visitor(odoo.url)
        results = []
        for index, (who, route, method, path, arguments) in list(enumerate(plan))[number::8]:
            visitors[who].session.headers["X-Forwarded-For"] = f"10.8.{index >> 8 & 255}.{index & 255}"
            answer = _send(visitors[who], route, method, path, arguments)
            results.append((who, route, method, path, arguments, answer))
        return results

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return [one for part in pool.map(lane, range(8)) for one in part]
