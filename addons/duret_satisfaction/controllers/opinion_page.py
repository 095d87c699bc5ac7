# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import functools
import hashlib

from odoo.http import Controller, request, route
from odoo.tools.misc import file_open

from ..exceptions import AnswerClosed, AnswerRefused
from ..opinion_form import read_mark

# The secret of the link is the proof: a form on another site cannot know it, and a page that stayed open overnight in
# a mail program, without cookies, still sends its answer. No session is made.
PUBLIC = {"type": "http", "auth": "public", "sitemap": False, "save_session": False}
ACTS = {**PUBLIC, "methods": ["POST"], "csrf": False}
# What the page tells other sites, search engines, shared computers and frames. Its only script and style are ours.
DISCREET = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}
FILES = tuple(f"duret_satisfaction/static/src/opinion/opinion.{kind}" for kind in ("css", "js"))


@functools.cache
def _version():
    """Changes with the style and the script of the page, which browsers keep for a week."""
    digest = hashlib.sha256()
    for path in FILES:
        with file_open(path, "rb") as source:
            digest.update(source.read())
    return digest.hexdigest()[:8]


class OpinionPage(Controller):
    """The page behind the link of a message that asks for an opinion. GET and HEAD show, POST records.

    A robot that opens the links of mails therefore records nothing, whatever mark the link carries.
    """

    @route("/avis/<string:token>", **PUBLIC, methods=["GET"], readonly=True)
    def opinion_page(self, token, note=None, merci=None, coupe=None, **_kw):
        """Show the questions, with the mark of the link chosen, or the thanks just after an answer.

        :param str token: secret of the link
        :param str note: mark of the link, 0 to 10; only shown
        :param str merci: present just after an answer
        :param str coupe: present when the end of a long text was left out
        """
        opinion = request.env["duret.satisfaction.request"]._duret_by_token(token)
        if not opinion or not opinion._duret_is_open():
            return self._closed(opinion)
        if merci and opinion.state == "answered":
            return self._render("opinion_thanks", opinion, opinion._duret_thanks_view() | {"cut": bool(coupe)})
        return self._render("opinion_page", opinion, opinion._duret_page_view(note) | self._where(token))

    @route("/avis/<string:token>", **ACTS)
    def opinion_answer(self, token, **sent):
        """Record or correct the whole answer; show the page again, as it was filled, when something is wrong.

        :param str token: secret of the link
        :param dict sent: fields q<id of a question> and r<id> of its remark
        """
        opinion = request.env["duret.satisfaction.request"]._duret_by_token(token)
        if not opinion:
            return self._closed(opinion)
        values = self._values(opinion)
        try:
            cut = opinion._duret_record_answer(values, self._source(opinion, sent))
        except AnswerClosed:
            return self._closed(opinion)
        except AnswerRefused as error:
            shown = opinion._duret_page_view(values=values, faults=error.faults) | self._where(token)
            return self._render("opinion_page", opinion, shown | {"fault": error.args[0]}, status=422)
        return request.redirect(f"/avis/{token}?merci=1{'&coupe=1' if cut else ''}", code=303)

    @route("/avis/<string:token>/note", **ACTS)
    def opinion_mark(self, token, note=None, **sent):
        """Keep a mark at the first gesture of a person on the page; an answer with more in it stays as it is.

        :param str token: secret of the link
        :param str note: 0 to 10; 1 to 5 once a complaint is settled
        :param dict sent: via, as in the form
        """
        opinion = request.env["duret.satisfaction.request"]._duret_by_token(token)
        if not opinion:
            return self._closed(opinion)
        question = opinion._duret_scale_question()
        mark = read_mark(note, question.scale_min, question.scale_max) if question else None
        if mark is None:
            return request.make_response("", status=422, headers=list(DISCREET.items()))
        if opinion._duret_takes_mark():
            try:
                opinion._duret_record_answer({question.id: mark}, self._source(opinion, sent), complete=False)
            except AnswerClosed:
                return self._closed(opinion)
        return request.make_response("", status=204, headers=list(DISCREET.items()))

    def _values(self, opinion):
        """Answers of the form by question, as they came; what belongs to no question is ignored."""
        form, values = request.httprequest.form, {}
        for question in opinion._duret_questions():
            name, remark = f"q{question.id}", form.get(f"r{question.id}")
            several = question.question_type == "multiple_choice"
            value = form.getlist(name) if several else form.get(name)
            values[question.id] = {"choices": value, "remark": remark} if remark else value
        return values

    def _source(self, opinion, sent):
        """portal when the form says so and the client who is logged in may open this request; else the message."""
        users = request.env.user
        if sent.get("via") == "portal" and not users._is_public() and opinion._duret_own_opinion(users, opinion.id):
            return "portal"
        return opinion._duret_page_source()

    def _where(self, token):
        via = "portal" if request.params.get("via") == "portal" else ""
        return {"token": token, "via": via, "fault": None}

    def _closed(self, opinion):
        """The same page for a wrong, an old and an erased link; counted as a refused try."""
        return self._render("opinion_closed", opinion, {}, status=410 if opinion else 404)

    def _render(self, template, opinion, values, status=200):
        # sudo: name, colours and address of the company, which every letter shows.
        company = (opinion.company_id or request.env.company).sudo()
        request.update_context(lang=opinion.env.context.get("lang") or company.partner_id.lang or request.env.lang)
        shown = {"company": company, "version": _version(), **values}
        return request.render(f"duret_satisfaction.{template}", shown, status=status, headers=list(DISCREET.items()))
