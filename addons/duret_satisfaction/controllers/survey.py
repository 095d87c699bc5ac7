from werkzeug.exceptions import BadRequest

from odoo.addons.survey.controllers.main import Survey


class SurveyPages(Survey):
    """Pages of the questionnaire, as Odoo has them."""

    def _prepare_question_html(self, survey_sudo, answer_sudo, **post):
        """Override: the next question of an answer that was not begun is refused instead of failing in the page.

        :param survey_sudo: survey.survey whose link was checked
        :param answer_sudo: survey.user_input whose link was checked
        :return: see Odoo
        :raise BadRequest: the answer was not begun
        """
        if answer_sudo.state == "new":
            raise BadRequest()
        return super()._prepare_question_html(survey_sudo, answer_sudo, **post)

    def _prepare_survey_data(self, survey_sudo, answer_sudo, **post):
        """Override: asking for the question after the last one is refused instead of failing in the page.

        :param survey_sudo: survey.survey whose link was checked
        :param answer_sudo: survey.user_input whose link was checked
        :return: see Odoo
        :raise BadRequest: nothing is left to show, the answer is to be submitted
        """
        by_pages = survey_sudo.questions_layout in ("page_per_question", "page_per_section")
        if by_pages and answer_sudo.state == "in_progress" and "previous_page_id" not in post:
            self._duret_check_something_left(survey_sudo, answer_sudo)
        return super()._prepare_survey_data(survey_sudo, answer_sudo, **post)

    def _duret_check_something_left(self, survey_sudo, answer_sudo):
        """The question that Odoo is about to show, found as Odoo finds it.

        :raise BadRequest: there is none
        """
        if answer_sudo.is_session_answer:
            shown = survey_sudo.session_question_id
        else:
            last = answer_sudo.last_displayed_page_id.id or 0
            shown = survey_sudo._get_next_page_or_question(answer_sudo, last)
            shown = shown or answer_sudo._get_next_skipped_page_or_question()
        if not shown:
            raise BadRequest()
