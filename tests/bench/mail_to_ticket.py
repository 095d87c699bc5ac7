"""Mails turned into tickets per second. Read by an Odoo shell on a throw-away database (see tools/bench.py).

The same seeded messages go through whatever gateway the database has: bare helpdesk_mgmt or the suite's. What is
measured ends when the ticket is committed, the live signals and the wake-up of the scheduler included; writing and
sending the acknowledgement is the work of a scheduled task, in another process.
A few messages go first, unmeasured: loading translations and views happens once in a worker's life.
Two databases are measured in turns, a batch of messages each (see tools/bench.py, which gives TURNS and SIDE).
Prints one JSON line: {"seconds": [of each batch], "cpu": [of each batch], "batch": messages of a batch}.
"""

import json
import random
import time
from email.message import EmailMessage
from pathlib import Path

COUNT, WARM_UP, SEED = 150, 10, 19
BATCH = 10
PATIENCE = 300  # seconds to wait for the other side
PHRASES = (
    "Bonjour, le disjoncteur de la cuisine saute depuis hier soir.",
    "Pouvez-vous passer pour l'entretien annuel de la VMC ?",
    "Je souhaite un devis pour une borne de recharge dans le garage.",
    "La facture du mois dernier me semble comporter deux fois le déplacement.",
    "Merci de me rappeler au sujet du tableau électrique de la copropriété.",
)


def message(rng, number, address):
    """One client's mail: text and HTML, every fifth with a small attachment."""
    mail = EmailMessage()
    mail["From"] = f"Client {number % 40} <client{number % 40}@bench.example>"
    mail["To"] = address
    mail["Subject"] = f"{rng.choice(PHRASES)[:40]} ({number})"
    mail["Message-Id"] = f"<bench-{SEED}-{number}@bench.example>"
    mail["Date"] = "Mon, 02 Nov 2026 09:00:00 +0100"
    text = "\n".join(rng.choice(PHRASES) for _ in range(6))
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p>", subtype="html")
    if number % 5 == 0:
        mail.add_attachment(rng.randbytes(20_000), maintype="image", subtype="jpeg", filename="tableau.jpg")
    return mail.as_bytes()


def alias_address(env):
    """Address that makes tickets: the suite's own team, or one made for bare helpdesk_mgmt."""
    env["mail.alias.domain"].search([], limit=1) or env["mail.alias.domain"].create({"name": "bench.test"})
    env.company.alias_domain_id = env["mail.alias.domain"].search([], limit=1)
    team = env["helpdesk.ticket.team"].search([("alias_name", "!=", False)], limit=1)
    if not team:
        team = env["helpdesk.ticket.team"].create({"name": "Bench", "alias_name": "bench"})
    team.alias_id.alias_domain_id = env.company.alias_domain_id
    return team.alias_id.display_name


def front_desk(env):
    """An assistant who owns what nobody takes, as the settings of a running company have it."""
    if "duret_front_desk_user_id" not in env.company._fields:
        return
    values = {
        "name": "Mesure",
        "login": "mesure",
        "email": "mesure@bench.test",
        "group_ids": [(6, 0, env.ref("duret_base.group_assistant").ids)],
    }
    user = env["res.users"].with_context(no_reset_password=True).create(values)
    env.ref("duret_helpdesk.team_customer_service").user_ids = [(4, user.id)]
    env.company.duret_front_desk_user_id = user


def done(batch):
    """Tell the other side that a batch is over; -1 stands for the warm-up."""
    (Path(TURNS) / f"{SIDE}.{batch}").touch()  # noqa: F821  (given by tools/bench.py)


def wait_for_turn(batch):
    """Wait until the other side has done its batch: the first side begins, the second one follows."""
    before = Path(TURNS) / f"{1 - SIDE}.{batch - 1 + SIDE}"  # noqa: F821  (given by tools/bench.py)
    limit = time.monotonic() + PATIENCE
    while not before.exists():
        if time.monotonic() > limit:
            raise TimeoutError(f"the other side never finished {before.name}")
        time.sleep(0.01)


rng = random.Random(SEED)
front_desk(env)  # noqa: F821  (env is given by the Odoo shell)
address = alias_address(env)  # noqa: F821  (env is given by the Odoo shell)
env.cr.commit()  # noqa: F821
messages = [message(rng, number, address) for number in range(COUNT + WARM_UP)]
for content in messages[COUNT:]:
    env["mail.thread"].message_process(False, content)  # noqa: F821
    env.cr.commit()  # noqa: F821
before = env["helpdesk.ticket"].search_count([])  # noqa: F821
done(-1)
seconds, cpu = [], []
for batch in range(COUNT // BATCH):
    wait_for_turn(batch)
    started, worked = time.perf_counter(), time.process_time()
    for content in messages[batch * BATCH : (batch + 1) * BATCH]:
        env["mail.thread"].message_process(False, content)  # noqa: F821
        env.cr.commit()  # noqa: F821
    seconds.append(time.perf_counter() - started)
    cpu.append(time.process_time() - worked)
    done(batch)
made = env["helpdesk.ticket"].search_count([]) - before  # noqa: F821
assert made == COUNT, f"{made} tickets of {COUNT} messages"
print("BENCH " + json.dumps({"seconds": seconds, "cpu": cpu, "batch": BATCH}))
