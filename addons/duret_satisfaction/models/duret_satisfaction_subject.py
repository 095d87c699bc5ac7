"""What a document needs for its client to be asked how it went."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

REQUEST = "duret.satisfaction.request"
VISIT_SURVEY = "duret_satisfaction.survey_survey_visit"
# What was noted as done longer ago than this is not even looked at: the job has been down, or the setting off.
LOOKED_BACK = timedelta(days=60)
# What was done longer ago is not asked about: the client has forgotten, or it is an old file that somebody tidies up.
MAX_AGE_DAYS = 10


class DuretSatisfactionSubject(models.AbstractModel):
    """Inherited by documents whose end makes a request; the methods are there to be extended.

    A model that joins says which ones are done (:meth:`_duret_opinion_done_domain`), since when
    (:meth:`_duret_opinion_done_at`), who is asked (:meth:`_duret_opinion_people`), and by which field of the request
    it is named (``_duret_opinion_link``).
    """

    _name = "duret.satisfaction.subject"
    _inherit = ["duret.opinion.buttons"]
    _description = "Subject of an Opinion"

    _duret_opinion_kind = "other"
    _duret_opinion_link = None  # field of the request that holds the document

    duret_opinion_forgotten = fields.Boolean(
        "Opinion Forgotten",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Its opinion was made anonymous and no longer names it: its client is not asked about it again.",
    )

    @api.model
    def _duret_opinion_models(self):
        """Names of the models whose end makes a request.

        :return: list of str
        """
        mixin = self.env.registry["duret.satisfaction.subject"]
        return sorted(
            name for name, model in self.env.registry.items() if issubclass(model, mixin) and not model._abstract
        )

    @api.model
    def _duret_opinion_fields(self):
        """Override: the field that names the document."""
        return [self._duret_opinion_link]

    # --- what a model says of its documents -------------------------------------------------------------------
    @api.model
    def _duret_opinion_done_domain(self):
        """Documents that are done and may be asked about, by the settings of their companies.

        :return: Domain
        """
        return Domain.FALSE

    def _duret_opinion_done_at(self):
        """When each document was done.

        :return: dict {id: naive UTC datetime}; a document that is not done, or no longer, is not in it
        """
        return {}

    def _duret_opinion_people(self):
        """Who may be asked about each document, the best placed first; the first one with an address is written to.

        :return: dict {id: res.partner}
        """
        return {document.id: document["partner_id"] for document in self}

    def _duret_opinion_survey(self):
        """Questionnaire of each document.

        :return: dict {id: survey.survey, possibly empty}
        """
        spare = self.env.ref(VISIT_SURVEY, raise_if_not_found=False) or self.env["survey.survey"]
        return {document.id: document.company_id.duret_survey_id or spare for document in self}

    def _duret_opinion_values(self):
        """What a request keeps of each document, so that figures outlive it.

        :return: dict {id: values of the request, without client, state and channel}
        """
        done, surveys = self._duret_opinion_done_at(), self._duret_opinion_survey()
        return {
            document.id: {
                "name": document.display_name,
                "kind": document._duret_opinion_kind,
                document._duret_opinion_link: document.id,
                "company_id": document.company_id.id or self.env.company.id,
                "survey_id": surveys[document.id].id,
                "done_at": done.get(document.id, False),
            }
            for document in self
        }

    # --- used by the job and the office -----------------------------------------------------------------------
    @api.model
    def _duret_opinion_unasked(self):
        """Done documents that have no request yet, whatever became of it, and had none that was forgotten.

        :return: Domain
        """
        missing = Domain("duret_opinion_forgotten", "=", False) & Domain.custom(to_sql=self._duret_opinion_missing)
        return self._duret_opinion_done_domain() & missing

    @api.model
    def _duret_opinion_missing(self, model, alias, _query):
        """SQL of « no request speaks of it »; requests made in this transaction count.

        :return: SQL
        """
        requests = self.env[REQUEST]
        requests.flush_model([self._duret_opinion_link, "kind"])
        return SQL(
            "NOT EXISTS (SELECT 1 FROM %s WHERE %s = %s AND kind = %s)",
            SQL.identifier(requests._table),
            SQL.identifier(requests._table, self._duret_opinion_link),
            SQL.identifier(alias, "id"),
            model._duret_opinion_kind,
        )

    def _duret_opinion_request(self):
        """The request about this document, made now when there is none: its client is on the line.

        Neither his peace nor an open complaint keep him from speaking. Nothing is sent by this: if no answer is
        entered, the job looks at the request as at any other. The caller has checked that the user may enter answers.

        :return: duret.satisfaction.request in superuser mode
        :raise UserError: there is no questionnaire for it
        """
        self.ensure_one()
        # sudo: the caller checked the right to enter answers; only the request of this document is made or read.
        document, requests = self.sudo(), self.env[REQUEST].sudo()
        domain = [(self._duret_opinion_link, "=", self.id), ("kind", "=", self._duret_opinion_kind)]
        found = requests.search(domain, limit=1)
        if found:
            return found
        values = document._duret_opinion_values()[self.id]
        if not values["survey_id"]:
            raise UserError(self.env._("There is no questionnaire for this: choose one in the settings."))
        people = document._duret_opinion_people()[self.id]
        now = fields.Datetime.now()
        values |= {"partner_id": people[:1].id, "done_at": values["done_at"] or now}
        if (now - values["done_at"]).days > MAX_AGE_DAYS:
            values |= {"state": "skipped", "reason": "too_old"}
        return requests._duret_make([values])
