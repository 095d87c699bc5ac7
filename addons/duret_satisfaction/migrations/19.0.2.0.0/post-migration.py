"""What an update leaves as the first version installed it, and answers from before there were requests.

The questions belong to Duret (their file says « noupdate »): each gets the part it has in the figures, unless
somebody has given it one already. Each answer gets its request, so that it counts and is found like any other.
"""

from odoo import SUPERUSER_ID, api

BATCH = 500
QUESTIONS = {
    "recommend": ("nps", False),
    "welcome": ("rating", "welcome"),
    "booking": ("rating", "booking"),
    "delay": ("rating", "delay"),
    "quality": ("rating", "quality"),
    "cleanliness": ("rating", "cleanliness"),
    "comment": ("comment", False),
    "call_back": ("call_back", False),
}
YES = "duret_satisfaction.survey_question_answer_call_back_yes"


def migrate(cr, version):
    """Give questions their parts, then answers their requests."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    _give_parts(env)
    _give_requests(env)


def _give_parts(env):
    """What each question of the questionnaire stands for."""
    for name, (role, topic) in QUESTIONS.items():
        question = env.ref(f"duret_satisfaction.survey_question_{name}", raise_if_not_found=False)
        if question and not question.duret_role:
            question.write({"duret_role": role, "duret_topic": topic})
    yes = env.ref(YES, raise_if_not_found=False)
    if yes and not any(yes.question_id.suggested_answer_ids.mapped("duret_means_yes")):
        yes.duret_means_yes = True


def _give_requests(env):
    """A request for each answer of a client, answered on the day on which he answered."""
    requests = env["duret.satisfaction.request"]
    survey = env.ref("duret_satisfaction.survey_survey_visit", raise_if_not_found=False)
    domain = [("survey_id", "=", survey.id), ("state", "=", "done"), ("test_entry", "=", False)] if survey else []
    answers = env["survey.user_input"].search(domain, order="id") if survey else env["survey.user_input"]
    answers -= requests.search([("user_input_id", "in", answers.ids)]).user_input_id
    for start in range(0, len(answers), BATCH):
        batch = answers[start : start + BATCH]
        requests._duret_make([_values(answer) for answer in batch])._duret_store_figures()
        env.flush_all()
        env.invalidate_all()


def _values(answer):
    """Request of one answer; the visit's own facts where it judges a visit."""
    moment = answer.end_datetime or answer.create_date
    visit = answer.duret_visit_id
    values = {"name": answer.survey_id.title, "kind": "other", "done_at": moment, "survey_id": answer.survey_id.id}
    if visit:
        values = visit._duret_opinion_values()[visit.id]
        values |= {"survey_id": answer.survey_id.id, "done_at": visit.date_end or moment}
    return values | {
        "partner_id": answer.partner_id.id,
        "state": "answered",
        "channel": "mail",
        "source": "mail",
        "answered_at": moment,
        "user_input_id": answer.id,
    }
