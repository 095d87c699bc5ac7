"""Runs inside an Odoo shell: works of the exchange, each in a process of its own that can be killed (-9).

The registry is loaded once; every work is a fork of this process with connections of its own, so that its death is
that of a real worker: PostgreSQL sees a dead connection, files stay as they are, nobody tidies up. Orders come as
lines of JSON over a socket (`SOCKET`, given above this text), answers go back the same way. The other side is
`sage_world.py`.
"""

import json
import os
import signal
import socket
import traceback
from dataclasses import replace
from datetime import datetime
from random import Random

import odoo
from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry

from odoo.addons.duret_sage_sync.sage.engine import STEPS
from odoo.addons.duret_sage_sync.sage.errors import Unavailable
from odoo.addons.duret_sage_sync.sage.records import ENTITIES

DATABASE = env.cr.dbname  # noqa: F821  (env is given by the Odoo shell)
OURS = 5
QUOTED = {"name": "Câble", "product_uom_qty": 2, "price_unit": 50}


# --- works
def build(env, backend, roots="", **values):
    """Our side before the first exchange: five clients with a contact and a quotation each, and the company in SAGE."""
    if roots:
        env["ir.config_parameter"].set_param("duret_sage_sync.roots", roots)
    # The marks that SAGE's records bear are made of it: the same in each story.
    careful = {"identity": "essai", "chunk": 3, "brake_minimum": 10_000, "pushed_clients": "customers"}
    env["duret.sage.backend"].create({"name": "Essai", **careful, **values})
    product = env["product.product"].create({"name": "Câble", "type": "service", "list_price": 50})
    tax = env["account.tax"].create({"name": "20 %", "type_tax_use": "sale", "amount": 20})
    for number in range(OURS):
        client = env["res.partner"].create({"name": f"Ours {number}", "zip": "73000", "city": "Chambéry"})
        env["res.partner"].create({"name": f"Contact {number}", "parent_id": client.id, "type": "contact"})
        line = {**QUOTED, "product_id": product.id, "tax_ids": [Command.set(tax.ids)]}
        env["sale.order"].create({"partner_id": client.id, "order_line": [Command.create(line)]})


def edit(env, backend, **cities):
    """Somebody corrects towns: {name of the client, blanks as _: town}."""
    for name, city in cities.items():
        env["res.partner"].search([("name", "=", name.replace("_", " "))]).city = city


def decide(env, backend, city, decision):
    """Somebody decides the conflict whose value on our side is this town."""
    conflict = env["duret.sage.conflict"].search([("ours", "=", city), ("state", "=", "open")])
    conflict.ensure_one().write({"decision": decision})


def run(env, backend, kind="sync", now=None, hook=None, patience=None, **options):
    """One run, with SAGE's clock; gives what stopped it and its figures.

    `patience`: seconds before an answer is given up, where there are answers.
    """
    exchange = backend._exchange()
    if patience:
        exchange.transport.door.seconds = patience
    exchange = replace(exchange, now=lambda: datetime.fromisoformat(now), chance=Random(3), hook=hook)
    try:
        row = getattr(backend, f"_{kind}")(exchange=exchange, **options)
    except Unavailable as error:
        return {"stopped": error.code}
    finally:
        exchange.transport.close()
    return {"stopped": row.stopped or "", "report": row.report}


def state(env, backend):
    """Everything that matters of our side, without ids: bound and free records, conflicts, questions, open sendings."""
    store = backend._exchange().store
    bound = env["duret.sage.binding"].search([("backend_id", "=", backend.id)])
    found = {"bound": [], "free": sorted(_free(env, bound))}
    for entity in ENTITIES:
        mine = {one.key: one for one in bound if one.entity == entity}
        pairs = store.bindings(entity, list(mine))
        locals_ = store.locals(entity, [pair.local for pair in pairs.values()])
        for key, pair in pairs.items():
            local = locals_[pair.local]
            record = env[mine[key].model].browse(mine[key].res_id)
            found["bound"].append(
                {
                    "entity": entity,
                    "key": key,
                    "state": pair.state,
                    "values": dict(local.values),
                    "lines": [dict(line.values) for line in local.lines],
                    "active": bool(record.active) if "active" in record._fields else True,
                }
            )
    conflicts = env["duret.sage.conflict"].search([("state", "=", "open")])
    found["conflicts"] = sorted([one.entity, one.field, one.ours, one.theirs] for one in conflicts)
    found["matches"] = env["duret.sage.match"].search_count([])
    pending = env["duret.sage.operation"].search([("state", "!=", "confirmed")])
    found["open"] = sorted([one.entity, one.verb, one.state, one.code or ""] for one in pending)
    inbox = env["duret.sage.inbox"].search([("state", "!=", "done")])
    found["inbox"] = sorted([one.entity, one.key, one.state] for one in inbox)
    return found


def _free(env, bound):
    """Names of the records of the story that nothing is bound to."""
    people = {one.res_id for one in bound if one.model == "res.partner"}
    names = ["Client", "Ours", "Contact", "Changed", "Anonymous"]
    everybody = env["res.partner"].with_context(active_test=False).search([])
    return [
        partner.name
        for partner in everybody
        if partner.id not in people and (partner.name or "").split(" ")[0] in names
    ]


# --- processes
def _live(work, options, answers):
    """In the child: do the work with a cursor of its own, tell how it ended."""
    kill_step, seen = options.pop("kill_step", None), []

    def hook(step):
        seen.append(step)
        if kill_step == "each":
            _die_once(step)
        elif kill_step == step:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        with Registry(DATABASE).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if work is run:
                options["hook"] = hook
            found = work(env, env["duret.sage.backend"].search([], limit=1), **options)
            cr.commit()
        answer = {"found": found, "steps": sorted(set(seen), key=STEPS.index)}
    except BaseException as error:  # noqa: BLE001  (whatever it is, the other side is told)
        answer = {"failed": "".join(traceback.format_exception(error))}
    os.write(answers, json.dumps(answer).encode() + b"\n")
    os._exit(0)


def _die_once(step):
    """Die at each named step, the first time in this part of the story; a file remembers the deaths."""
    with open(DEATHS, "a+") as stream:  # noqa: F821  (given above this text)
        stream.seek(0)
        if step in stream.read().split():
            return
        stream.write(step + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.kill(os.getpid(), signal.SIGKILL)


def _start(order):
    """Fork for an order; returns (pid, where its answer comes)."""
    odoo.sql_db.close_all()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, os.fdopen(reading)
    os.close(reading)
    _live(globals()[order.pop("do")], order, writing)


def _serve():
    """Orders, one after the other: `start` gives a pid, `wait` its end, `kill` kills it."""
    line = socket.socket(socket.AF_UNIX)
    line.connect(SOCKET)  # noqa: F821  (given above this text)
    stream, children = line.makefile("rw"), {}
    for text in stream:
        order = json.loads(text)
        what = order.pop("order")
        if what == "start":
            pid, answers = _start(order)
            children[pid] = answers
            answer = {"pid": pid}
        else:
            pid = order["pid"]
            if what == "kill":
                os.kill(pid, signal.SIGKILL)
            with children.pop(pid) as answers:
                told = answers.read()
            _pid, status = os.waitpid(pid, 0)
            answer = json.loads(told) if told else {"killed": os.WTERMSIG(status)}
        stream.write(json.dumps(answer) + "\n")
        stream.flush()


env.cr.rollback()  # noqa: F821
env.cr.close()  # noqa: F821
_serve()
os._exit(0)
