"""Done visits whose clients get the real question, by mail or text message. `build` runs inside an Odoo shell."""

NAMES = ("scanned", "tapped", "expired", "stale", "erased", "hasty", "careless", "angry")
DAYS = 3  # since the visits


def build(env, smtp_port):
    """Make one client a name and a visit each, run the two jobs and the queue of mails at the next working hour.

    :param int smtp_port: where mails are taken
    :return: {name: {id, token, email}}, and the questions by role
    """
    import secrets
    from datetime import timedelta

    from freezegun import freeze_time

    from odoo import fields
    from odoo.tools import config

    config["smtp_server"], config["smtp_port"] = "127.0.0.1", smtp_port
    config["email_from"] = "service@duret.test"
    now = fields.Datetime.now()
    # Nobody else's addresses, whatever the database holds: who was asked a short time ago is not asked again.
    stamp = secrets.randbelow(10**6)
    people = [{"name": name, "email": f"{name}.{stamp}@lettres.test", "lang": "fr_FR"} for name in NAMES]
    people.append({"name": "texted", "phone": f"+336{stamp:08d}", "lang": "fr_FR"})
    clients = env["res.partner"].create(people)
    sites = env["fsm.location"].create([{"name": one.name, "owner_id": one.id, "city": "Annecy"} for one in clients])
    visits = env["fsm.order"].create([{"location_id": site.id} for site in sites])
    visits.write({"date_start": now - timedelta(days=DAYS, hours=1), "date_end": now - timedelta(days=DAYS)})
    for visit in visits:
        visit.action_complete()
    env.flush_all()
    env["ir.mail_server"].search([]).active = False
    env["mail.mail"].search([]).unlink()
    hour = env.company._duret_contact_calendar(now).first_contact(now)
    with freeze_time(hour):
        env["duret.satisfaction.request"]._cron_duret_ask()
        env["duret.relance.engine"]._cron_run()
        env["mail.mail"].search([("state", "=", "outgoing")]).send()
    env.cr.commit()
    found = env["duret.satisfaction.request"].search([("visit_id", "in", visits.ids)])
    questions = {question.duret_topic or question.duret_role: question.id for question in found[0]._duret_questions()}
    letters = {
        one.partner_id.name: {"id": one.id, "token": one.access_token, "email": one.partner_id.email} for one in found
    }
    texts = env["sms.sms"].search([("partner_id", "in", clients.ids)]).mapped("body")
    return {"letters": letters, "questions": questions, "texts": texts}


def close(env, letters):
    """Close three of the pages, as the jobs do: one expired, one whose last day is over, one made anonymous."""
    from datetime import timedelta

    from odoo import fields

    requests = env["duret.satisfaction.request"]
    one, other, erased = (requests.browse(letters[name]["id"]) for name in ("expired", "stale", "erased"))
    over = fields.Date.today() - timedelta(days=2)
    (one | other).write({"expires_on": over})
    one._duret_close()
    erased._duret_anonymise()
    env.cr.commit()
