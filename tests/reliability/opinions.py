"""Questionnaires that were sent to clients who answer all at once.

`build` runs inside an Odoo shell of the database under test, as in world.py.
"""

CLIENTS = 8


def build(env):
    """Make a questionnaire with a mark and a comment, and one request a client.

    :return: dict of ids and secrets
    """
    survey = env["survey.survey"].create({"title": "Avis en même temps"})
    mark, comment = env["survey.question"].create(
        [
            {"survey_id": survey.id, "title": "Note ?", "question_type": "scale", "duret_role": "nps"},
            {"survey_id": survey.id, "title": "Un mot ?", "question_type": "text_box", "duret_role": "comment"},
        ]
    )
    clients = env["res.partner"].create([{"name": f"Avis {number}"} for number in range(CLIENTS)])
    made = {"kind": "other", "survey_id": survey.id, "state": "sent", "channel": "mail"}
    requests = env["duret.satisfaction.request"].create(
        [{**made, "name": client.name, "partner_id": client.id} for client in clients]
    )
    env.cr.commit()
    return {
        "survey": survey.id,
        "mark": mark.id,
        "comment": comment.id,
        "requests": requests.ids,
        "secrets": requests.mapped("access_token"),
    }
