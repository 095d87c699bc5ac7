"""Mails turned into tickets per second. Read by an Odoo shell on a throw-away database (see tools/bench.py).

The same seeded messages go through whatever gateway the database has: bare helpdesk_mgmt or the suite's.
A few messages go first, unmeasured: loading translations and views happens once in a worker's life.
Prints one JSON line: {"seconds": …, "messages": …}.
"""

import json
import random
import time
from email.message import EmailMessage

COUNT, WARM_UP, SEED = 150, 10, 19
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


rng = random.Random(SEED)
front_desk(env)  # noqa: F821  (env is given by the Odoo shell)
address = alias_address(env)  # noqa: F821  (env is given by the Odoo shell)
env.cr.commit()  # noqa: F821
messages = [message(rng, number, address) for number in range(COUNT + WARM_UP)]
for content in messages[COUNT:]:
    env["mail.thread"].message_process(False, content)  # noqa: F821
    env.cr.commit()  # noqa: F821
before = env["helpdesk.ticket"].search_count([])  # noqa: F821
started = time.perf_counter()
for content in messages[:COUNT]:
    env["mail.thread"].message_process(False, content)  # noqa: F821
    env.cr.commit()  # noqa: F821
seconds = time.perf_counter() - started
made = env["helpdesk.ticket"].search_count([]) - before  # noqa: F821
assert made == COUNT, f"{made} tickets of {COUNT} messages"
print("BENCH " + json.dumps({"seconds": seconds, "messages": COUNT}))
