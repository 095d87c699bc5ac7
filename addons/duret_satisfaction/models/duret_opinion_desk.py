"""« Saisir un avis »: what the dialog asks while a client is on the telephone, and the one call that saves."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

REQUEST, VISIT, CLIENT, TICKET = "duret.satisfaction.request", "fsm.order", "res.partner", "helpdesk.ticket"
LISTED = 8  # results of the box
LONGEST_SEARCH = 200  # characters
SHORTEST_NUMBER = 3  # characters from which the number of a visit is looked for
SHOWN_VISITS = 4  # last visits of the client from which one is chosen
SHOWN_OTHERS = 2  # requests about something else than a visit
RECENT = timedelta(days=365)
DONE = ("duret_done_at", "!=", False)
SOURCES = ("phone", "paper")
CHOICES = ("simple_choice", "multiple_choice")
# How the dialog asks a question: the type of an HTML field, for what is neither a scale nor a list of choices.
INPUTS = {"numerical_box": "number", "date": "date", "datetime": "datetime-local"}


class DuretOpinionDesk(models.AbstractModel):
    """Everything is looked for with the rights of who takes the call; only the answer itself is written for him."""

    _name = "duret.opinion.desk"
    _description = "Opinions Entered by Hand"

    @api.model
    def lookup(self, text):
        """Find whose opinion it is: a client, a ticket, or a visit by its number.

        :param str text: as typed
        :return: list of dict, see ``duret.search.find``
        """
        self._check_allowed()
        text = text.strip()[:LONGEST_SEARCH] if isinstance(text, str) else ""
        if not text:
            return []
        found = self._lookup_visits(text)
        return found + self.env["duret.search"].find(text, limit=LISTED, models=(CLIENT, TICKET))

    @api.model
    def open(self, model, res_id):
        """Give what the dialog shows for a client, a visit, a ticket or a request.

        :param str model: of CLIENT, VISIT, TICKET, REQUEST
        :param int res_id: its id
        :return: dict: ``client`` (dict id, name), ``subjects`` (list of dict model, id, title, subtitle, badge, tone,
            the proposed one first), ``form`` (see :meth:`open_form`; False when nothing is finished)
        :raises UserError: it is gone, or it is a visit that is not finished
        """
        self._check_allowed()
        record = self._existing(model, res_id, (CLIENT, VISIT, TICKET, REQUEST))
        first = record if model in (VISIT, REQUEST) else self.env[VISIT]
        client = record if model == CLIENT else self._client_of(record)
        subjects = self._subjects(client, first)
        return {
            "client": {"id": client.id, "name": client.display_name or self.env._("Client without a file")},
            "subjects": [self._subject_row(subject) for subject in subjects],
            "form": self._form(subjects[0]) if subjects else False,
        }

    @api.model
    def open_form(self, model, res_id):
        """Give the questions about one visit or of one request, and what has been answered.

        :return: dict: ``model``, ``id``, ``answered`` (sentence, empty when nobody has answered), ``questions`` (list
            of dict id, title, type, required, min, max, choices, input), ``values`` ({id of a question: raw value})
        """
        self._check_allowed()
        return self._form(self._existing(model, res_id, (VISIT, REQUEST)))

    @api.model
    def save(self, values):
        """Write the opinion: a first answer, or a correction of the one that is there.

        :param dict values: ``model`` and ``id`` of the subject, ``source`` (phone or paper), ``answers``
            ({id of a question: raw value})
        :return: dict: ``id`` of the request, ``text`` that says what was written
        :raises UserError: what is wrong; nothing is written then
        """
        self._check_allowed()
        source, answers = values.get("source"), values.get("answers")
        if source not in SOURCES or not isinstance(answers, dict):
            raise UserError(self.env._("This form cannot be read: close it and open it again."))
        subject = self._existing(values.get("model"), values.get("id"), (VISIT, REQUEST))
        request = self._request_to_answer(subject)
        is_cut = request._duret_record_answer(self._complete(request, answers), source)
        return {"id": request.id, "text": self._saved_text(request, is_cut)}

    # -- who and what -------------------------------------------------------------------------------------------

    def _check_allowed(self):
        """Only the office enters opinions: not the direction, which reads, and not those who are judged.

        :raises AccessError: others
        """
        if not self.env.user.has_group("duret_base.group_assistant"):
            raise AccessError(self.env._("Only the office enters opinions."))

    def _existing(self, model, res_id, models):
        """Record that exists and may be read.

        :raises UserError: it is not
        """
        known = model in models and type(res_id) is int
        record = self.env[model].browse(res_id).exists()._filtered_access("read") if known else None
        if not record:
            raise UserError(self.env._("This is no longer there: search again."))
        return record

    def _lookup_visits(self, text):
        """Visits by their number, the exact one first."""
        if len(text) < SHORTEST_NUMBER or not any(sign.isdigit() for sign in text):
            return []
        visits = self.env[VISIT].search([("name", "ilike", text), DONE], limit=3, order="id desc")
        return [
            {"model": VISIT, "id": visit.id, "title": visit.name, "subtitle": self._visit_title(visit)}
            for visit in visits
        ]

    def _client_of(self, record):
        """Client that a visit, a ticket or a request is about."""
        return record._duret_opinion_people()[record.id][:1] if record._name == VISIT else record.partner_id

    def _subjects(self, client, first):
        """What this client may give an opinion about: the given one, else the last visit, then the others.

        :param client: res.partner
        :param first: fsm.order or request that was asked for, or an empty one
        :return: list of records (a request where there is one, else the visit)
        """
        is_visit = first._name == VISIT
        if is_visit and first and not first.duret_done_at:
            raise UserError(self.env._("The visit %s is not finished yet.", first.name))
        visits, others = self._last_subjects(client.commercial_partner_id)
        visits = first | visits if is_visit else visits
        asked = self.env[REQUEST].search([("visit_id", "in", visits.ids), ("kind", "=", "visit")])
        request_of = {request.visit_id.id: request for request in asked}
        known = [request_of.get(visit.id, visit) for visit in visits]
        return self._unique([*([] if is_visit else first), *known, *others])

    def _last_subjects(self, firm):
        """Last visits of a firm, and its last requests about something else.

        :param firm: res.partner, may be empty
        :return: (fsm.order, duret.satisfaction.request)
        """
        visits, requests = self.env[VISIT], self.env[REQUEST]
        if not firm:
            return visits, requests
        since = fields.Datetime.now() - RECENT
        mine = Domain("location_id.owner_id.commercial_partner_id", "=", firm.id)
        mine &= Domain("duret_done_at", ">=", since)
        about = Domain("partner_id.commercial_partner_id", "=", firm.id) & Domain("kind", "!=", "visit")
        about &= Domain("done_at", ">=", since) & Domain("state", "in", ("planned", "sent", "answered", "expired"))
        return (
            visits.search(mine, order="duret_done_at desc, id desc", limit=SHOWN_VISITS),
            requests.search(about, limit=SHOWN_OTHERS),
        )

    def _unique(self, records):
        """Records of several models, each once, in order."""
        return list({(record._name, record.id): record for record in records}.values())

    # -- what is shown ------------------------------------------------------------------------------------------

    def _visit_title(self, visit):
        """« Dépannage · 4 novembre 2026 »."""
        day = visit.duret_done_at
        return " · ".join(filter(None, (visit.type.name, day and format_date(self.env, day, date_format="d MMMM y"))))

    def _subject_row(self, subject):
        """One line of the list of subjects."""
        visit = subject if subject._name == VISIT else subject.visit_id
        row = {"model": subject._name, "id": subject.id, "badge": "", "tone": "secondary"}
        if subject._name == REQUEST:
            row["badge"], row["tone"] = subject._duret_badge()
        if visit:
            place = (visit.name, visit.location_id.name, visit.person_id.name)
            return row | {"title": self._visit_title(visit), "subtitle": " · ".join(filter(None, place))}
        kinds = dict(subject._fields["kind"]._description_selection(self.env))
        day = subject.done_at and format_date(self.env, subject.done_at, date_format="d MMMM y")
        return row | {"title": " · ".join(filter(None, (kinds[subject.kind], day))), "subtitle": subject.name}

    def _form(self, subject):
        """See :meth:`open_form`."""
        request = self._request_of(subject)
        subject = request if request.id else subject
        questions = request._duret_questions()
        if not questions:
            raise UserError(self.env._("No questionnaire has been chosen for this visit (Satisfaction › Settings)."))
        return {
            "model": subject._name,
            "id": subject.id,
            "answered": request._duret_answered_notice(),
            "questions": [self._question_row(question) for question in questions],
            "values": self._plain_values(request) if request.state == "answered" else {},
        }

    def _plain_values(self, request):
        """Answers as the dialog types them: one id for a single choice, without the remark beside it."""
        values = request._duret_answer_values()
        for question in request._duret_questions().filtered(lambda one: one.question_type in CHOICES):
            given = values.get(question.id)
            ids = given["choices"] if isinstance(given, dict) else given
            if ids:
                values[question.id] = ids if question.question_type == "multiple_choice" else ids[0]
        return values

    def _question_row(self, question):
        return {
            "id": question.id,
            "title": question.title,
            "type": question.question_type,
            "required": question.constr_mandatory,
            "min": question.scale_min,
            "max": question.scale_max,
            "choices": [{"id": answer.id, "name": answer.value} for answer in question.suggested_answer_ids],
            "input": INPUTS.get(question.question_type, "text"),
        }

    def _request_of(self, subject):
        """Request of a subject, else one that is not stored, to read its questions.

        :return: duret.satisfaction.request in superuser mode
        """
        # sudo: the subject was read with the user's rights (`_existing`), which is all this dialog needs.
        requests = self.env[REQUEST].sudo()
        if subject._name == REQUEST:
            return requests.browse(subject.id)
        known = requests.search([("visit_id", "=", subject.id), ("kind", "=", "visit")])
        # sudo: as above.
        return known or requests.new(subject.sudo()._duret_opinion_values()[subject.id])

    # -- writing ------------------------------------------------------------------------------------------------

    def _request_to_answer(self, subject):
        """Request of a subject, made now for a visit that has none.

        :return: duret.satisfaction.request in superuser mode, locked
        """
        # sudo: `_check_allowed` (the office) and `_existing` (this record may be read) precede; nobody else writes.
        request = subject.sudo() if subject._name == REQUEST else subject.sudo()._duret_opinion_request()
        if request.anonymised_at:
            raise UserError(self.env._("This opinion has been made anonymous: it cannot be changed any more."))
        request.lock_for_update()
        return request

    def _complete(self, request, answers):
        """Answers as the request takes them; the remark beside a choice, which the dialog does not show, is kept.

        :param dict answers: {id of a question as text: raw value}, as they came from the browser
        :return: dict {id of a question: raw value}
        """
        given = {int(key): value for key, value in answers.items() if str(key).isdigit()}
        for key, before in request._duret_answer_values().items():
            if isinstance(before, dict) and key in given:
                chosen = given[key] if isinstance(given[key], list) else [given[key]]
                given[key] = {"choices": chosen, "remark": before["remark"]}
        return given

    def _saved_text(self, request, is_cut):
        """What was written, in one sentence."""
        client = request.partner_id.display_name or request.name
        if request.has_nps:
            text = self.env._("Opinion of %(client)s saved: %(mark)s/10.", client=client, mark=request.nps)
        else:
            text = self.env._("Opinion of %(client)s saved.", client=client)
        return text + (" " + self.env._("The comment was too long: its end was cut.") if is_cut else "")
