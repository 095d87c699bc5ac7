"""The only way by which an answer is written, whoever brings it, and the figures that are copied from it."""

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html_escape

from ..exceptions import AnswerClosed, AnswerRefused
from ..nps_figures import class_of, points_of
from ..opinion_form import read
from .survey_question import KINDS

# Written down by us on the client's word: the time to answer, which protects the client's page, does not count.
BY_OFFICE = ("phone", "paper")
# An answer is being written: its figures are stored once, at the end.
RECORDING = "duret_recording_answer"


class DuretRequestAnswer(models.AbstractModel):
    """What the client answered: checked as a whole, written as a whole, corrected as often as he likes."""

    _name = "duret.request.answer"
    _description = "Request for an Opinion: Answer"

    def _duret_questions(self):
        """Questions of the questionnaire that the client's page shows, in order.

        :return: survey.question in superuser mode, without headings
        """
        self.ensure_one()
        # sudo: the words of a questionnaire made for clients; the caller was given this request.
        return self.survey_id.sudo().question_ids.filtered(lambda question: question.question_type in KINDS)

    def _duret_answer_values(self):
        """What has been answered so far, in the form in which `_duret_record_answer` takes it.

        :return: dict {survey.question id: number, text, "YYYY-MM-DD", id, list of ids, or {"choices", "remark"}}
        """
        self.ensure_one()
        values = {}
        # sudo: the answers of this request, which the caller was given.
        for line in self.user_input_id.sudo().user_input_line_ids.filtered(lambda one: not one.skipped):
            question = line.question_id
            if question.question_type not in ("simple_choice", "multiple_choice"):
                values[question.id] = self._duret_line_value(line)
                continue
            held = values.setdefault(question.id, {"choices": [], "remark": ""})
            if line.answer_type == "suggestion":
                held["choices"].append(line.suggested_answer_id.id)
            else:
                held["remark"] = line.value_char_box or ""
        return {key: self._duret_plain_choice(value) for key, value in values.items()}

    @api.model
    def _duret_plain_choice(self, value):
        """A choice without remark as the list of its ids; everything else as it is."""
        return value["choices"] if isinstance(value, dict) and not value["remark"] else value

    def _duret_line_value(self, line):
        value = line[f"value_{line.answer_type}"]
        if line.answer_type == "datetime":
            value = pytz.utc.localize(value).astimezone(self._duret_zone()).replace(tzinfo=None)
            return value.isoformat(timespec="minutes")
        return fields.Date.to_string(value) if line.answer_type == "date" else value

    def _duret_zone(self):
        return pytz.timezone(self.company_id.resource_calendar_id.tz or "Europe/Paris")

    # --- writing --------------------------------------------------------------------------------------------------
    def _duret_is_open(self):
        """True while the client's page takes answers: until the last day of the setting, unless made anonymous."""
        self.ensure_one()
        today = fields.Datetime.now().astimezone(self._duret_zone()).date()
        too_late = self.state == "expired" or (self.expires_on and today > self.expires_on)
        return not self.anonymised_at and bool(self.survey_id) and not too_late

    def _duret_record_answer(self, values, source, complete=True):
        """Write or correct the answer of this request; the caller has checked who is speaking.

        Two sendings at the same moment follow each other: the second one corrects the first one. Nothing is written
        when something is wrong.

        :param dict values: {survey.question id: raw}, see `opinion_form.read`; unknown ids are ignored
        :param str source: mail, sms, portal, phone or paper
        :param bool complete: True when the whole questionnaire was answered: questions that are missing are emptied,
            mandatory ones are asked for. False when only these values count, such as a mark alone
        :return: True when a text was longer than 20,000 characters, and its end was left out
        :raise AnswerRefused: something is missing or wrong, in French, by question
        :raise AnswerClosed: the time to answer is over
        """
        self.ensure_one()
        # sudo: clients and the office have no right to write requests and answers; who may is the caller's matter.
        request = self.sudo().with_context(**{RECORDING: True})
        request._duret_lock()
        if source not in BY_OFFICE and not request._duret_is_open():
            raise AnswerClosed(self.env._("The time to answer is over."))
        reading = request._duret_read(values, complete)
        first, before = not request.answered_at, request.nps if request.has_nps else None
        request._track_set_author(request._duret_speaker())
        request._duret_write_lines(reading)
        request._duret_stamp(first, source)
        request._duret_store_figures()
        # What the office reads is in its own language, whatever the client's is.
        office = request.with_context(**{RECORDING: False, "lang": self.company_id.partner_id.lang or self.env.lang})
        office._duret_log_answer(first, before, reading)
        office._duret_answered(first)
        return reading.cut

    def _duret_lock(self):
        """Wait until nobody else answers this request, then look at it anew."""
        self.flush_recordset()
        self.env.cr.execute(SQL("SELECT id FROM %s WHERE id = %s FOR UPDATE", SQL.identifier(self._table), self.id))
        self.invalidate_recordset()

    def _duret_read(self, values, complete):
        """Read and check what was sent.

        :return: opinion_form.Reading without faults
        :raise AnswerRefused: see `_duret_record_answer`
        """
        questions = self._duret_questions()
        reading = read([question._duret_asked() for question in questions], values, complete)
        if reading.faults:
            wrong = questions.filtered(lambda question: question.id in reading.faults)
            faults = {one.id: self._duret_fault_text(one, reading.faults[one.id]) for one in wrong}
            listed = "\n".join(f"- {question.title}: {faults[question.id]}" for question in wrong)
            raise AnswerRefused(self.env._("Please look at these questions:\n%s", listed), faults)
        if reading.is_empty:
            raise AnswerRefused(self.env._("Please answer at least one question."))
        return reading

    def _duret_fault_text(self, question, code):
        """What is wrong with the answer to a question, as a sentence; its own wording where it has one."""
        own = {"required": question.constr_error_msg, "out_of_bounds": question.validation_error_msg}
        texts = {
            "required": self.env._("Please answer this question."),
            "not_a_mark": self.env._(
                "Please choose a mark from %(low)s to %(high)s.", low=question.scale_min, high=question.scale_max
            ),
            "not_a_number": self.env._("Please write a number."),
            "not_a_date": self.env._("Please choose a date."),
            "out_of_bounds": self.env._("This value is not possible."),
            "not_a_mail": self.env._("Please write a mail address, such as name@example.com."),
            "not_offered": self.env._("This answer is no longer offered: please choose again."),
        }
        return own.get(code) or texts.get(code, "")

    def _duret_write_lines(self, reading):
        """Write the answers as Odoo's surveys do, in place of the earlier ones to the same questions."""
        answer = self._duret_answer_sheet()
        questions = {question.id: question for question in self._duret_questions()}
        answer.user_input_line_ids.filtered(lambda line: line.question_id.id in reading.answers).unlink()
        rows = []
        for key, given in reading.answers.items():
            rows += self._duret_line_rows(answer, questions[key], given)
        self.env["survey.user_input.line"].create(rows)

    def _duret_answer_sheet(self):
        """The survey.user_input of this request, made at the first answer.

        One that was made by hand for the same visit is taken over: a visit is judged once by a questionnaire.
        """
        if self.user_input_id:
            return self.user_input_id
        answers = self.env["survey.user_input"]
        about = {"survey_id": self.survey_id.id, "duret_visit_id": self.kind == "visit" and self.visit_id.id}
        mine = Domain("test_entry", "=", False) & Domain.AND([Domain(name, "=", key) for name, key in about.items()])
        found = answers.search(mine, limit=1) if about["duret_visit_id"] else answers
        now = fields.Datetime.now()
        self.user_input_id = found or answers.create(about | {"partner_id": self.partner_id.id, "start_datetime": now})
        # Done from the first mark on: Odoo's own pages then show the answer and take nothing more.
        self.user_input_id._mark_done()
        return self.user_input_id

    def _duret_line_rows(self, answer, question, given):
        """Values of the lines for one question."""
        single = question.question_type not in ("simple_choice", "multiple_choice")
        kind = question.question_type if single else "suggestion"
        values = [self._duret_stored(kind, value) for value in ((given.value,) if single else given.value or ())]
        rows = [answer._get_line_answer_values(question, value, kind) for value in values]
        if given.remark:
            rows.append(answer._get_line_comment_values(question, given.remark))
        return rows or [answer._get_line_answer_values(question, False, kind)]

    def _duret_stored(self, kind, value):
        """A value as Odoo's surveys take it: they believe that the numbers 0 and 0.0 are no answer, but not « 0 »."""
        if value is None or kind in ("date", "suggestion"):
            return value
        if kind == "datetime":
            return self._duret_zone().localize(value).astimezone(pytz.utc).replace(tzinfo=None)
        return str(value)

    def _duret_stamp(self, first, source):
        """Write when and how the answer came; the first date stays for ever."""
        now = fields.Datetime.now()
        if first:
            self.write({"state": "answered", "reason": False, "answered_at": now, "source": source})
        else:
            self.write({"state": "answered", "reason": False, "corrected_at": now})

    # --- figures ----------------------------------------------------------------------------------------------------
    def _duret_store_figures(self):
        """Copy what counts from the answers to these requests: nobody else writes these columns."""
        for request in self:
            # sudo: called by whoever changed an answer that he had the right to change.
            request.sudo().write(request._duret_figure_values())

    def _duret_figure_values(self):
        """Figures of this request's answers.

        A question that the questionnaire has no more leaves what was counted from it.

        :return: dict of values for this request
        """
        self.ensure_one()
        lines = self.user_input_id.user_input_line_ids.filtered(lambda line: not line.skipped)
        asked = set(self._duret_questions().mapped("duret_role"))
        by_role = {role: lines.filtered(lambda line, role=role: line.question_id.duret_role == role) for role in asked}
        values = {"answer_hours": self._duret_answer_hours()}
        if "nps" in asked:
            values |= self._duret_nps_values(by_role["nps"][:1])
        if "rating" in asked:
            marks = by_role["rating"].mapped("value_scale")
            values |= {"has_rating": bool(marks), "rating_mean": sum(marks) / len(marks) if marks else 0.0}
        if "comment" in asked:
            values["comment"] = "\n\n".join(by_role["comment"].mapped("value_text_box")) or False
        if "call_back" in asked:
            values["wants_call"] = any(by_role["call_back"].suggested_answer_id.mapped("duret_means_yes"))
        return values

    def _duret_nps_values(self, line):
        if not line:
            return {"has_nps": False, "nps": 0, "nps_class": False, "nps_points": 0.0}
        mark = line.value_scale
        return {"has_nps": True, "nps": mark, "nps_class": class_of(mark), "nps_points": points_of(mark)}

    def _duret_answer_hours(self):
        """Hours from the end of the visit to the first answer; 0 when one of them is unknown."""
        if not (self.answered_at and self.done_at):
            return 0.0
        return max(0.0, (self.answered_at - self.done_at).total_seconds() / 3600)

    # --- what follows -----------------------------------------------------------------------------------------------
    def _duret_log_answer(self, first, before, reading):
        """Note in the history what came, and the mark that a correction replaced."""
        now = self.nps if self.has_nps else None
        if first:
            text = self.env._("The client answered.")
        elif before is not None and before != now:
            text = self.env._("The client corrected the mark: %(now)s instead of %(before)s.", now=now, before=before)
        else:
            text = self.env._("The client completed or corrected the answer.")
        if reading.cut:
            text += " " + self.env._("A very long text was cut.")
        self._message_log(body=html_escape(text), author_id=self._duret_speaker().id)
        self._duret_note_client_answer()

    def _duret_speaker(self):
        """Whom the history names for an answer: who is logged in; behind the link of a message, the client.

        :return: res.partner
        """
        if not self.env.user._is_public():
            return self.env.user.partner_id
        return self.partner_id or self.company_id.partner_id

    def _duret_answered(self, first):
        """Called once an answer is written, in the same transaction; to be extended.

        :param bool first: False for a correction; a mark kept alone comes first, the whole form then corrects it
        """
