"""Opinions of a year: requests in every state, their answers, and the complaints that the bad ones opened."""

from datetime import timedelta

from odoo import Command

from . import history

# Claire settles a complaint so long after it came.
SETTLED_AFTER = timedelta(days=6)


def write(env, scenario, refs):
    """Create the requests about the finished visits, then what came back.

    :param refs: receives "opinion:<visit key>"
    """
    _write_refusals(env, scenario, refs)
    requests = _write_requests(env, scenario, refs)
    pairs = list(zip(scenario.opinions, requests, strict=True))
    refs.update({f"opinion:{opinion.visit}": request.id for opinion, request in pairs})
    _write_outbox(env, [(opinion, request) for opinion, request in pairs if opinion.sent])
    answered = [(opinion, request) for opinion, request in pairs if opinion.at]
    _write_answers(env, answered)
    _write_complaints(env, [(opinion, request) for opinion, request in answered if opinion.recovery])
    _write_held(env, [request for opinion, request in pairs if opinion.state == "held"])


def _write_refusals(env, scenario, refs):
    """Give the clients who cannot be asked what keeps them from it: a refusal, an address in error, none at all."""
    client_of = {visit.key: refs[visit.client] for visit in scenario.visits}
    cases = {reason: set() for reason in ("opted_out", "bounced", "no_address", "sms")}
    for opinion in scenario.opinions:
        for case in (opinion.reason, opinion.channel):
            if case in cases:
                cases[case].add(client_of[opinion.visit])
    partners = {case: env["res.partner"].browse(sorted(ids)) for case, ids in cases.items()}
    env["duret.relance.opt.out"].create(
        [{"partner_id": partner.id, "purpose": "satisfaction", "source": "link"} for partner in partners["opted_out"]]
    )
    partners["bounced"].write({"message_bounce": 2})
    (partners["no_address"] | partners["sms"]).write({"email": False})
    partners["no_address"].duret_phone_ids.filtered(lambda phone: phone.kind == "mobile").write({"kind": "fixe"})


def _write_requests(env, scenario, refs):
    """Create a request for each opinion, dated to the day after its visit."""
    visits = env["fsm.order"].browse([refs[opinion.visit] for opinion in scenario.opinions])
    values, people = visits._duret_opinion_values(), visits._duret_opinion_people()
    rows = [
        values[visit.id]
        | {
            "partner_id": people[visit.id][:1].id,
            "state": opinion.state,
            "reason": opinion.reason or False,
            "channel": opinion.channel,
            "sent_at": opinion.sent,
            "reminded_at": opinion.reminded,
            "done_at": values[visit.id]["done_at"] or visit.scheduled_date_start,
        }
        for opinion, visit in zip(scenario.opinions, visits, strict=True)
    ]
    requests = env["duret.satisfaction.request"]._duret_make(rows)
    for request in requests.filtered("sent_at"):
        request.expires_on = request._duret_last_day()
    history.backdate(requests, [min(request.done_at + timedelta(hours=9), scenario.now) for request in requests])
    return requests


def _write_outbox(env, sent):
    """Note the question and the reminder as sent: the job goes on from there."""
    rules = env["duret.relance.rule"].search([("code", "in", ("opinion_mail", "opinion_sms"))])
    rule_of = {rule.code.removeprefix("opinion_"): rule for rule in rules}
    rows = []
    for opinion, request in sent:
        rule = rule_of[opinion.channel]
        for rank, level, moment in zip((1, 2), rule.level_ids, (opinion.sent, opinion.reminded), strict=True):
            if moment:
                rows.append(_outbox_row(request, rule, level) | {"rank": rank, "due": moment, "contact_date": moment})
    outbox = env["duret.relance.message"].create(rows)
    history.backdate(outbox, [row.due for row in outbox])


def _outbox_row(request, rule, level):
    return {
        "rule_id": rule.id,
        "level_id": level.id,
        "company_id": request.company_id.id,
        "purpose": rule.purpose,
        "res_model": request._name,
        "res_id": request.id,
        "record_name": request.display_name,
        "partner_id": request.partner_id.id,
        "channel": level.channel,
        "anchor": request.done_at,
        "is_throttled": rule.is_throttled,
        "state": "sent",
    }


def _write_answers(env, answered):
    """Create the answers as the client's page does, with the dates on which they were given."""
    inputs = env["survey.user_input"].create(
        [
            {
                "survey_id": request.survey_id.id,
                "partner_id": request.partner_id.id,
                "state": "done",
                "start_datetime": opinion.at,
                "end_datetime": opinion.at,
                "duret_visit_id": request.visit_id.id,
                "user_input_line_ids": [Command.create(line) for line in _lines(env, opinion)],
            }
            for opinion, request in answered
        ]
    )
    history.backdate(inputs, [opinion.at for opinion, _request in answered])
    lines = inputs.user_input_line_ids
    history.backdate(lines, [line.user_input_id.end_datetime for line in lines])
    for (opinion, request), answer in zip(answered, inputs, strict=True):
        request.write({"user_input_id": answer.id, "answered_at": opinion.at, "source": opinion.source})
    env["duret.satisfaction.request"].union(*[request for _opinion, request in answered])._duret_store_figures()


def _lines(env, opinion):
    """Return the values of the lines of one answer."""

    def question(name):
        return env.ref(f"duret_satisfaction.survey_question_{name}").id

    marks = {"recommend": opinion.score, **opinion.marks}
    lines = [
        {"question_id": question(name), "answer_type": "scale", "value_scale": mark} for name, mark in marks.items()
    ]
    if opinion.comment:
        words = {"answer_type": "text_box", "value_text_box": opinion.comment}
        lines.append({"question_id": question("comment"), **words})
    choice = "yes" if opinion.call_back else "no"
    lines.append(
        {
            "question_id": question("call_back"),
            "answer_type": "suggestion",
            "suggested_answer_id": env.ref(f"duret_satisfaction.survey_question_answer_call_back_{choice}").id,
        }
    )
    return lines


def _write_complaints(env, unhappy):
    """Open the complaints of unhappy clients as the program does, then let Claire settle the older ones."""
    for _opinion, request in unhappy:
        request._duret_by_program().with_context(tracking_disable=True)._duret_react()
    tickets = env["helpdesk.ticket"].union(*[request.recovery_ticket_id for _opinion, request in unhappy])
    opened = {request.recovery_ticket_id: opinion.at for opinion, request in unhappy}
    tickets.user_id = env.company.duret_front_desk_user_id
    settled = [(opinion, request) for opinion, request in unhappy if opinion.recovery != "open"]
    for _opinion, request in settled:
        request.recovery_ticket_id.duret_resolve()
    for opinion, request in settled:
        _write_second(env, opinion, request)
    history.backdate(tickets, [opened[ticket] for ticket in tickets])


def _write_second(env, opinion, request):
    """Date the end of a complaint, and what its client said when he was asked once more."""
    moment = opinion.at + SETTLED_AFTER
    request.recovery_ticket_id.closed_date = moment
    second = request._duret_second()
    second.write({"done_at": moment, "state": "planned", "reason": False, "channel": opinion.channel})
    if opinion.recovery == "solved":
        return
    request.recovery_state = "asked"
    second.write({"state": "sent", "sent_at": moment + timedelta(days=1)})
    second.expires_on = second._duret_last_day()
    if opinion.second is None:
        return
    role = second._duret_questions().grouped("duret_role")
    marks = {question.id: 5 if opinion.second > 6 else 2 for question in role.get("rating", ())}
    marks |= {question.id: opinion.second for question in role.get("nps", ())}
    second._duret_record_answer(marks, "phone", complete=False)
    second.write({"answered_at": moment + timedelta(days=1, hours=5)})
    ticket = request.recovery_ticket_id
    if ticket.duret_is_open:  # he was not won back, and nothing more could be done
        ticket.duret_resolve()
        ticket.closed_date = moment + timedelta(days=3)


def _write_held(env, requests):
    """Requests that wait for a decision: their clients have a complaint that is being dealt with."""
    for request in requests:
        env["helpdesk.ticket"].duret_open_request(
            {
                "name": "Facture contestée",
                "channel": "phone",
                "type": "complaint",
                "partner_id": request.partner_id.id,
                "description": "Le client conteste le déplacement facturé et demande un geste.",
            }
        )
