"""Two clients with a little of everything, so that any leak between them can be seen.

`build` runs inside an Odoo shell of the database under test. Every text of a client holds that client's canary
word: finding the word of B in an answer given to A is a leak, whatever page it came from.
"""

CANARIES = {"A": "zqcanarialpha", "B": "zqcanaribravo"}
PASSWORD = "Canari-4-ici!"
ROLES = ("technician", "assistant", "manager", "direction", "admin")


def build(env):
    """Create the clients and one user per role; returns ids, logins and secrets for the tests."""
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True, no_reset_password=True))
    world = {"password": PASSWORD, "canaries": CANARIES, "clients": {}, "users": {}}
    for letter in CANARIES:
        world["clients"][letter] = _client(env, letter)
    for role in ROLES:
        world["users"][role] = _user(env, f"role.{role}@duret.test", f"Rôle {role}", _role_groups(env, role)).id
    _technician(env, world["users"]["technician"])
    world["users"]["A"] = _portal_user(env, "a", world["clients"]["A"]["contact"])
    world["users"]["sibling"] = _portal_user(env, "sibling", world["clients"]["A"]["sibling"])
    world["users"]["B"] = _portal_user(env, "b", world["clients"]["B"]["contact"])
    env.cr.commit()
    return world


def _role_groups(env, role):
    """The role's group in the suite, or what any Odoo has, when the suite is not installed."""
    group = env.ref(f"duret_base.group_{role}", raise_if_not_found=False)
    fallback = env.ref("base.group_system") if role == "admin" else env.ref("base.group_user")
    return group or fallback


def _technician(env, user_id):
    """Who has the role of a technician is one, where visits are installed: his application opens."""
    if "fsm.person" in env and "duret_bookable" in env["fsm.person"]._fields:
        partner = env["res.users"].browse(user_id).partner_id
        env["fsm.person"].create({"name": partner.name, "partner_id": partner.id, "duret_bookable": False})


def _user(env, login, name, group):
    return env["res.users"].create(
        {"name": name, "login": login, "email": login, "password": PASSWORD, "group_ids": [(6, 0, group.ids)]}
    )


def _portal_user(env, key, partner_id):
    partner = env["res.partner"].browse(partner_id)
    portal = env.ref("base.group_portal")
    values = {"login": f"portal.{key}@client.test", "partner_id": partner.id, "password": PASSWORD}
    return env["res.users"].create({**values, "name": partner.name, "group_ids": [(6, 0, portal.ids)]}).id


def _client(env, letter):
    """One firm with two contacts and its documents; returns {name of thing: id or secret}."""
    word = CANARIES[letter]
    partner = env["res.partner"]
    firm = partner.create({"name": f"Firme {word}", "is_company": True, "email": f"firme@{word}.test"})
    person = {"parent_id": firm.id, "phone": "+33450000000", "comment": f"note {word}"}
    contact = partner.create({**person, "name": f"Contact {word}", "email": f"contact@{word}.test"})
    sibling = partner.create({**person, "name": f"Collègue {word}", "email": f"collegue@{word}.test"})
    found = {"firm": firm.id, "contact": contact.id, "sibling": sibling.id, "word": word}
    for make in (_ticket, _order, _invoice, _event, _survey, _lead, _fsm, _delivery, _rating, _opinion):
        found.update(make(env, contact, word))
    return found


def _file(env, name, word, record=None):
    values = {"name": f"{name}-{word}.txt", "raw": f"contenu {name} {word}".encode()}
    if record is not None:
        values |= {"res_model": record._name, "res_id": record.id}
    return env["ir.attachment"].create(values)


def _ticket(env, contact, word):
    """A ticket with a public answer and an internal note, each with a file, and a closed ticket of last year."""
    if "helpdesk.ticket" not in env:
        return {}
    ticket = env["helpdesk.ticket"].create(
        {"name": f"Panne {word}", "description": f"<p>Détail {word}</p>", "partner_id": contact.id}
    )
    public, internal = _file(env, "public", word, ticket), _file(env, "interne", word, ticket)
    loose = _file(env, "sans-message", word, ticket)
    internal.generate_access_token()
    public.generate_access_token()
    answer = ticket.message_post(
        body=f"Réponse {word}",
        message_type="comment",
        subtype_xmlid="mail.mt_comment",
        attachment_ids=public.ids,
        author_id=contact.id,
    )
    note = ticket.message_post(
        body=f"Note interne {word}", message_type="comment", subtype_xmlid="mail.mt_note", attachment_ids=internal.ids
    )
    old = env["helpdesk.ticket"].create(
        {"name": f"Ancien {word}", "description": f"<p>Vieux {word}</p>", "partner_id": contact.id}
    )
    closing = env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
    old.stage_id = closing
    env.flush_all()
    env.cr.execute(
        "UPDATE helpdesk_ticket SET closed_date = now() at time zone 'utc' - interval '91 days' WHERE id = %s", [old.id]
    )
    old.invalidate_recordset()
    offered = env["helpdesk.ticket.stage"].search([("close_from_portal", "=", True)], limit=1)
    if not offered:
        closing.close_from_portal = True
        offered = closing
    return {
        "ticket": ticket.id,
        "ticket_token": ticket._portal_ensure_token(),
        "old_ticket": old.id,
        "old_token": old._portal_ensure_token(),
        "public_file": public.id,
        "public_file_token": public.access_token,
        "internal_file": internal.id,
        "internal_file_token": internal.access_token,
        "loose_file": loose.id,
        "message": answer.id,
        "note": note.id,
        "stage": offered.id,
        "pid": contact.id,
        "hash": ticket._sign_token(contact.id),
    }


def _order(env, contact, word):
    if "sale.order" not in env:
        return {}
    product = env["product.product"].create({"name": f"Produit {word}", "type": "service", "list_price": 10})
    line = {"product_id": product.id, "name": f"Ligne {word}", "product_uom_qty": 1}
    order = env["sale.order"].create({"partner_id": contact.id, "order_line": [(0, 0, line)], "note": word})
    order.state = "sent"
    return {
        "order": order.id,
        "order_token": order._portal_ensure_token(),
        "order_line": order.order_line.id,
        "product": product.id,
        "template": product.product_tmpl_id.id,
    }


def _invoice(env, contact, word):
    journal = "account.move" in env and env["account.journal"].search([("type", "=", "sale")], limit=1)
    if not journal:
        return {}
    account = env["account.account"].search([("account_type", "=", "income")], limit=1)
    line = {"name": f"Ligne {word}", "quantity": 1, "price_unit": 50, "account_id": account.id, "tax_ids": [(5,)]}
    values = {"move_type": "out_invoice", "partner_id": contact.id, "journal_id": journal.id}
    invoice = env["account.move"].create({**values, "invoice_line_ids": [(0, 0, line)], "narration": word})
    invoice.action_post()
    return {"invoice": invoice.id, "invoice_token": invoice._portal_ensure_token(), "journal": journal.id}


def _event(env, contact, word):
    if "calendar.event" not in env:
        return {}
    values = {"name": f"Visite {word}", "start": "2027-01-04 08:00:00", "stop": "2027-01-04 09:00:00"}
    event = env["calendar.event"].create({**values, "partner_ids": [(6, 0, contact.ids)], "description": word})
    attendee = event.attendee_ids[:1]
    return {"event": event.id, "attendee": attendee.id, "attendee_token": attendee.access_token}


def _survey(env, contact, word):
    if "survey.survey" not in env:
        return {}
    survey = env["survey.survey"].create({"title": f"Enquête {word}", "access_mode": "token"})
    question = {"survey_id": survey.id, "title": f"Question {word}", "question_type": "text_box"}
    env["survey.question"].create(question)
    answer = survey._create_answer(partner=contact, check_attempts=False)
    return {
        "survey": survey.id,
        "survey_token": survey.access_token,
        "answer": answer.id,
        "answer_token": answer.access_token,
    }


def _lead(env, contact, word):
    if "crm.lead" not in env:
        return {}
    return {"lead": env["crm.lead"].create({"name": f"Piste {word}", "partner_id": contact.id}).id}


def _fsm(env, contact, word):
    if "fsm.order" not in env:
        return {}
    place = env["fsm.location"].create({"name": f"Site {word}", "owner_id": contact.id})
    equipment = env["fsm.equipment"].create({"name": f"Tableau {word}", "location_id": place.id})
    values = {"location_id": place.id, "description": f"Intervention {word}"}
    if "scheduled_date_start" in env["fsm.order"]._fields:
        values |= {"scheduled_date_start": "2027-02-02 09:00:00", "scheduled_duration": 1}
    order = env["fsm.order"].create(values)
    found = {"fsm_order": order.id, "location": place.id, "equipment": equipment.id}
    return found | _report(env, order, word) | _given_opinion(env, contact, order, word)


def _given_opinion(env, contact, order, word):
    """What a client was asked about the visit of a technician, and answered."""
    if "duret.satisfaction.request" not in env:
        return {}
    values = {
        "name": f"Visite {word}",
        "partner_id": contact.id,
        "visit_id": order.id,
        "done_at": "2026-11-20 09:00:00",
    }
    survey, person = (
        env.ref("duret_satisfaction.survey_survey_visit"),
        env["fsm.person"].create({"name": f"Tech {word}"}),
    )
    opinion = env["duret.satisfaction.request"].create(
        values | {"survey_id": survey.id, "person_id": person.id, "channel": "mail", "state": "sent"}
    )
    questions = {question.duret_role: question.id for question in opinion._duret_questions()}
    answers = {questions["nps"]: 9, questions["comment"]: f"Merci {word}"}
    opinion._duret_record_answer(answers, "mail", complete=False)
    found = {"given_opinion": opinion.id, "given_token": opinion.access_token, "person": person.id}
    return found | {"given_nps": questions["nps"], "given_comment": questions["comment"]}


def _report(env, order, word):
    """A closed report of the visit."""
    if "duret.intervention.report" not in env:
        return {}
    report = env["duret.intervention.report"].create({"order_id": order.id, "work_done": f"Travaux {word}"})
    text, sha256 = report._duret_office_document(f"Absence {word}")
    report._duret_close("absent", report._duret_office())
    values = {"outcome": "absent", "reason": f"Absence {word}", "document": text, "document_sha256": sha256}
    report._duret_keep_signature(values | {"strokes": "[]", "signed_at": report.closed_at})
    return {"report": report.id, "report_token": report.verify_token}


def _delivery(env, contact, word):
    """A delivery and its stock move: what fieldservice_stock shows to any portal user."""
    if "stock.move" not in env:
        return {}
    kind = env["stock.picking.type"].search([("code", "=", "outgoing")], limit=1)
    product = env["product.product"].create({"name": f"Pièce {word}", "type": "consu"})
    places = {
        "location_id": kind.default_location_src_id.id or env.ref("stock.stock_location_stock").id,
        "location_dest_id": kind.default_location_dest_id.id or env.ref("stock.stock_location_customers").id,
    }
    picking = env["stock.picking"].create(
        {"partner_id": contact.id, "picking_type_id": kind.id, "origin": word, **places}
    )
    move = env["stock.move"].create(
        {"product_id": product.id, "product_uom_qty": 1, "picking_id": picking.id, "origin": word, **places}
    )
    return {"picking": picking.id, "move": move.id}


def _rating(env, contact, word):
    if "rating.rating" not in env:
        return {}
    values = {"res_model_id": env["ir.model"]._get_id("res.partner"), "res_id": contact.id, "feedback": word}
    rating = env["rating.rating"].create({**values, "partner_id": contact.id, "rated_partner_id": contact.id})
    return {"rating": rating.id, "rating_token": rating.access_token}


def _opinion(env, contact, word):
    """A questionnaire that was sent to the client and waits for his answer."""
    if "duret.satisfaction.request" not in env:
        return {}
    survey = env["survey.survey"].create({"title": f"Avis {word}"})
    question = {"survey_id": survey.id, "title": "Nous recommander ?", "question_type": "scale", "duret_role": "nps"}
    env["survey.question"].create(question)
    values = {"name": f"Avis {word}", "kind": "other", "partner_id": contact.id, "survey_id": survey.id}
    opinion = env["duret.satisfaction.request"].create({**values, "state": "sent", "channel": "mail"})
    return {"opinion": opinion.id, "opinion_token": opinion.access_token}
