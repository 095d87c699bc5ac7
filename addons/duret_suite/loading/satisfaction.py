"""Answers to the questionnaire that follows a visit."""

from odoo import Command

from . import history


def write(env, scenario, refs):
    """Create the answers, with the date on which each client gave them."""
    survey = env.ref("duret_satisfaction.survey_survey_visit")
    clients = {visit.key: refs[visit.client] for visit in scenario.visits}
    partners = env["res.partner"]
    inputs = env["survey.user_input"].create(
        [
            {
                "survey_id": survey.id,
                "partner_id": clients[answer.visit],
                "email": partners.browse(clients[answer.visit]).email,
                "nickname": partners.browse(clients[answer.visit]).name,
                "state": "done",
                "start_datetime": answer.at,
                "end_datetime": answer.at,
                "duret_visit_id": refs[answer.visit],
                "user_input_line_ids": [Command.create(line) for line in _lines(env, answer)],
            }
            for answer in scenario.answers
        ]
    )
    history.backdate(inputs, [answer.at for answer in scenario.answers])
    lines = inputs.user_input_line_ids
    history.backdate(lines, [line.user_input_id.end_datetime for line in lines])


def _lines(env, answer):
    """Return the values of the lines of one answer."""

    def question(name):
        return env.ref(f"duret_satisfaction.survey_question_{name}").id

    marks = {"recommend": answer.score, **answer.marks}
    lines = [
        {"question_id": question(name), "answer_type": "scale", "value_scale": mark} for name, mark in marks.items()
    ]
    if answer.comment:
        lines.append({"question_id": question("comment"), "answer_type": "text_box", "value_text_box": answer.comment})
    choice = "yes" if answer.call_back else "no"
    lines.append(
        {
            "question_id": question("call_back"),
            "answer_type": "suggestion",
            "suggested_answer_id": env.ref(f"duret_satisfaction.survey_question_answer_call_back_{choice}").id,
        }
    )
    return lines
