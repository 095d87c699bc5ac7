"""Figures of opinions: what the dashboard shows, to whom, and what a technician sees of his own."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..nps_figures import ENOUGH, MILESTONES, change, month_starts, without_contacts
from .duret_request_figures import TOPIC_MARKS
from .survey_question import TOPICS

REQUEST = "duret.satisfaction.request"
TECHNICIAN = "duret_base.group_technician"
PAGE = 10  # comments at once


class DuretSatisfactionFigures(models.AbstractModel):
    """Each public method checks who asks before anything is read.

    A request belongs to the period of its visit: marks, response rate and delays of a period speak of the same visits.
    """

    _name = "duret.satisfaction.figures"
    _inherit = ["duret.figures.choice", "duret.figures.query", "duret.figures.words"]
    _description = "Figures of Opinions"

    # --- the dashboard ----------------------------------------------------------------------------------------
    @api.model
    def duret_figures(self, filters=None):
        """Everything the dashboard shows; the number of statements does not depend on how many opinions there are.

        :param dict filters: see `duret.figures.choice`
        :return: dict, ready for JSON; `people` is None for who may not see figures by technician
        :raises AccessError: for who may not read opinions
        """
        self._duret_check_reader()
        choice = self._duret_choice(filters)
        with_people = self.env[REQUEST]._duret_sees_technicians()
        cube = self._duret_cube(choice, with_people)
        before = self._duret_total(choice, choice.period.before()) if choice.name != "all" else None
        topics, quartiles = self._duret_answers(choice)
        return {
            "filters": self._duret_filters(choice),
            "options": self._duret_options(choice, with_people),
            "targets": self._duret_targets(),
            "total": self._duret_row(cube.total),
            "change": self._duret_change(before, cube.total),
            "topics": self._duret_topic_rows(topics),
            "months": self._duret_months(choice, cube),
            "types": self._duret_rows_of(cube.type_id, self._duret_names("fsm.order.type", cube.type_id)),
            "zones": self._duret_rows_of(cube.zone, {}),
            "people": self._duret_rows_of(cube.person_id, self._duret_names("fsm.person", cube.person_id))
            if with_people
            else None,
            "delay": dict(zip(("low", "median", "high"), quartiles or (None,) * 3, strict=True)),
            "recovery": self._duret_recovery(cube.total),
            "comments": self._duret_comments(choice, {}, 0),
        }

    @api.model
    def duret_comments(self, filters=None, what=None, offset=0):
        """More comments of the dashboard.

        :param dict filters: as for `duret_figures`
        :param dict what: nps_class, tag_id, unhappy: which comments
        :param int offset: number of comments already shown
        :return: {rows, more}
        """
        self._duret_check_reader()
        return self._duret_comments(self._duret_choice(filters), what or {}, max(0, self._duret_number(offset)))

    @api.model
    def duret_open(self, filters=None, what=None):
        """The list of requests behind a figure.

        :param dict what: the figure, see `_duret_domain`
        :return: an action of the web client
        """
        self._duret_check_reader()
        domain = self._duret_domain(self._duret_choice(filters), what)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "duret_satisfaction.duret_satisfaction_request_action_analysis"
        )
        views = [(view, kind) for view, kind in action["views"] if kind in ("list", "form")]
        return action | {"domain": list(domain), "views": views, "context": {"create": False}}

    @api.model
    def _duret_check_reader(self):
        """Who reads opinions reads the figures made of them: the office and the direction."""
        self.env[REQUEST].check_access("read")

    # --- a technician's own -----------------------------------------------------------------------------------
    @api.model
    def duret_my_figures(self, filters=None, offset=0):
        """What clients said of the visits of who asks; means only from ENOUGH answers on, no way to reach a client.

        :param dict filters: period only
        :param int offset: number of comments already shown; then only comments are returned
        :return: dict like `duret_figures`, without comparison with others; `known` is False for no technician
        :raises AccessError: for who is no technician
        """
        person = self._duret_own_person()
        if not person:
            return {"known": False}
        wanted = {key: value for key, value in (filters or {}).items() if key in ("period", "first", "last")}
        # sudo: `_duret_own_person` has just said that the user is a technician; all that is read is of his own visits.
        own = self.sudo()
        choice = own._duret_choice(wanted | {"person_id": person.id})
        return own._duret_own(choice, max(0, self._duret_number(offset)))

    @api.model
    def _duret_own_person(self):
        """The technician who asks: fsm.person, empty for a technician nobody sends anywhere yet.

        :raises AccessError: for any other role
        """
        if not self.env.user.has_group(TECHNICIAN):
            raise AccessError(self.env._("This page is for technicians."))
        # sudo: technicians may not search their like; found by the user who asks, after the check of his role.
        return self.env["fsm.person"].sudo().search([("partner_id", "=", self.env.user.partner_id.id)], limit=1)

    @api.model
    def _duret_own(self, choice, offset):
        comments = self._duret_comments(choice, {}, offset)
        for row in comments["rows"]:
            row.update(text=without_contacts(row["text"]), client="", tags=[], person="")
        if offset:
            return {"known": True, "comments": comments}
        cube = self._duret_cube(choice, False)
        topics, _quartiles = self._duret_answers(choice)
        return {
            "known": True,
            "enough": ENOUGH,
            "filters": self._duret_filters(choice) | {"person_id": 0},
            "targets": self._duret_targets(),
            "total": self._duret_row(cube.total),
            "topics": self._duret_topic_rows(topics),
            "months": self._duret_months(choice, cube),
            "comments": comments,
        }

    # --- parts ------------------------------------------------------------------------------------------------
    @api.model
    def _duret_filters(self, choice):
        """The filters as understood, with the days of the period."""
        return {
            "period": choice.name,
            "first": choice.period.first.isoformat(),
            "last": choice.period.last.isoformat(),
            "type_id": choice.type_id,
            "zone": choice.zone,
            "person_id": choice.person_id,
        }

    @api.model
    def _duret_options(self, choice, with_people):
        """What may be chosen; technicians only for who sees figures by technician."""
        # sudo: names of types and technicians only; `duret_figures` has checked who reads opinions.
        types = self.env["fsm.order.type"].sudo().search([])
        people = self.env["fsm.person"]
        if with_people:
            # sudo: only for who sees figures by technician, said by `with_people`.
            people = self.env["fsm.person"].sudo().search([])
        tags = self.env["duret.satisfaction.tag"].search([])
        return {
            "types": [{"id": one.id, "name": one.name} for one in types],
            "people": [{"id": one.id, "name": one.name} for one in people],
            "zones": self._duret_zones(choice.companies),
            "tags": [{"id": tag.id, "name": tag.name, "color": tag.color} for tag in tags],
        }

    @api.model
    def _duret_targets(self):
        """What the company aims at."""
        company = self.env.company
        return {
            "nps": company.duret_nps_target,
            "mark": company.duret_mark_target,
            "rate": company.duret_response_target,
            "milestones": sorted({*MILESTONES, company.duret_response_target}),
        }

    @api.model
    def _duret_row(self, cell):
        """A cell as the page draws it. Scores and ratings of fewer than ENOUGH answers are None."""
        score, rate, target = cell.score, cell.rate, self._duret_targets()
        low, high = score.interval()
        enough = score.answers >= ENOUGH
        return {
            "answers": cell.answered,
            "marks": score.answers,
            "promoters": score.promoters,
            "passives": score.passives,
            "detractors": score.detractors,
            "nps": round(score.value) if enough else None,
            "low": round(low) if enough else None,
            "high": round(high) if enough else None,
            "confidence": score.confidence,
            "confidence_text": self._duret_confidence_text(score),
            "interval_text": self._duret_interval_text(score),
            "verdict": score.against(target["nps"]),
            "verdict_text": self._duret_verdict_text(score, target["nps"]),
            "sent": rate.sent,
            "sent_answered": rate.answered,
            "waiting": rate.waiting,
            "rate": rate.percent,
            "rate_text": self._duret_rate_text(rate, target["rate"]),
            "rating": cell.rating if cell.rated >= ENOUGH else None,
            "rated": cell.rated,
            "unhappy": cell.unhappy,
        }

    @api.model
    def _duret_change(self, before, now):
        kind, points = change(before.score, now.score) if before else ("unknown", None)
        return {"kind": kind, "text": self._duret_change_text(kind, points)}

    @api.model
    def _duret_topic_rows(self, topics):
        """Means by topic, those nobody rated left out; None with too few ratings."""
        labels = dict(self.env["survey.question"]._fields["duret_topic"]._description_selection(self.env))
        order = [code for code, _label in TOPICS if code in TOPIC_MARKS]
        return [
            {
                "topic": code,
                "label": labels[code],
                "mean": topics[code][0] if topics[code][1] >= ENOUGH else None,
                "count": topics[code][1],
            }
            for code in order
            if topics[code][1]
        ]

    @api.model
    def _duret_months(self, choice, cube):
        """Every month of the period, the empty ones too."""
        empty = type(cube.total)()
        return [
            {"month": day.isoformat()} | self._duret_row(cube.month.get(number, empty))
            for number, day in enumerate(month_starts(choice.period))
        ]

    @api.model
    def _duret_rows_of(self, cells, names):
        """Rows of a table, the most answers first; nothing to say stands last."""
        rows = [
            {"key": key or False, "label": names.get(key, key) or self.env._("Not known")} | self._duret_row(cell)
            for key, cell in cells.items()
            if cell.sent or cell.answered
        ]
        return sorted(rows, key=lambda row: (not row["key"], -row["answers"], row["label"]))

    @api.model
    def _duret_names(self, model, ids):
        # sudo: names of records that opinions were counted by, after the check of who may see these figures.
        records = self.env[model].sudo().browse(key for key in ids if key).exists()
        return {record.id: record.name for record in records}

    @api.model
    def _duret_recovery(self, cell):
        """Unhappy clients that were won back: of those who were asked again and answered, and of all."""
        decided = cell.recovered + cell.lost
        return {
            "unhappy": cell.unhappy,
            "recovered": cell.recovered,
            "lost": cell.lost,
            "of_asked": 100 * cell.recovered / decided if decided else None,
            "of_all": 100 * cell.recovered / cell.unhappy if cell.unhappy else None,
        }

    @api.model
    def _duret_comments(self, choice, what, offset):
        """A page of comments, the last ones first.

        :return: {rows, more}
        """
        found = self._duret_found_comments(choice, what, offset, PAGE + 1)
        return {"rows": [self._duret_comment(request) for request in found[:PAGE]], "more": len(found) > PAGE}

    @api.model
    def _duret_found_comments(self, choice, what, offset, limit):
        """Requests with a comment, the last ones first."""
        domain = self._duret_domain(choice, what | {"commented": True})
        return self.env[REQUEST].search(domain, order="answered_at desc, id desc", limit=limit, offset=offset)

    @api.model
    def _duret_comment(self, request):
        sees = request._duret_sees_technicians()
        # sudo: names of what a request points at; the request was found with the rights of who asks.
        request = request.sudo()
        return {
            "id": request.id,
            "date": fields.Datetime.to_string(request.answered_at),
            "text": request.comment,
            "nps": request.nps if request.has_nps else None,
            "nps_class": request.nps_class or "",
            "rating": request.rating_mean if request.has_rating else None,
            "about": request.name,
            "client": request.partner_id.display_name or "",
            "type": request.type_id.name or "",
            "zone": request.zone or "",
            "person": (sees and request.person_id.name) or "",
            "unhappy": request.is_unhappy,
            "recovery": request.recovery_state,
            "tags": [{"id": tag.id, "name": tag.name, "color": tag.color} for tag in request.tag_ids],
        }
