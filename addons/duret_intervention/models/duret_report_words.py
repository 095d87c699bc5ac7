from odoo import api, models
from odoo.tools import format_datetime

from ..field_report import parse_moment
from ..field_report.document import MOMENTS

FAMILY_MODELS = {"checks": "duret.check.item", "hours": "duret.hour.kind"}


class DuretReportWords(models.AbstractModel):
    """Paths and values of a report's content as people read them: in conflicts and in the journal."""

    _name = "duret.report.words"
    _description = "Content of a Report in Words"

    @api.model
    def _duret_path_words(self, path, value):
        """Return what a path is about.

        :param str path: see `field_report.document`
        :param value: one of its values, which may name it better
        :return: str
        """
        family, slash, key = path.partition("/")
        reports = self.env["duret.intervention.report"]
        if not slash:
            return reports._fields[path]._description_string(self.env) if path in reports._fields else path
        if family in FAMILY_MODELS:
            return self._duret_coded_name(FAMILY_MODELS[family], key)
        if family == "measures":
            return self._duret_coded_name("duret.measure.kind", (value or {}).get("kind", ""))
        if family == "equipment":
            return self.env["fsm.equipment"].browse(int(key)).exists().display_name or self.env._("Equipment")
        return {"products": self.env._("Product"), "photos": self.env._("Photo")}.get(family, path)

    @api.model
    def _duret_coded_name(self, model, code):
        record = self.env[model].browse(self.env[model]._duret_codes().get(code)).exists()
        return record.name or code

    @api.model
    def _duret_value_words(self, path, value):
        """Return a value in words.

        :param str path: where it stands
        :param value: JSON value, None when there is none
        :return: str
        """
        # An absent value comes back from the database as « no ».
        if value is None or value == "" or (value is False and path != "follow_up"):
            return self.env._("nothing")
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if path in MOMENTS:
            return format_datetime(self.env, parse_moment(value), tz="Europe/Paris", dt_format="short")
        words = {
            "checks": self._duret_check_words,
            "measures": self._duret_measure_words,
            "hours": lambda minutes: self.env._("%s minutes", minutes),
            "products": lambda row: " ".join(filter(None, [row["quantity"], row["unit"], row["name"]])),
            "photos": lambda row: row["caption"] or self.env._("without words"),
        }.get(path.partition("/")[0])
        return words(value) if words else str(value)

    @api.model
    def _duret_check_words(self, row):
        answers = dict(self.env["duret.report.check"]._fields["answer"]._description_selection(self.env))
        return ", ".join(filter(None, [answers.get(row["answer"], row["answer"]), row["note"]]))

    @api.model
    def _duret_measure_words(self, row):
        kinds = self.env["duret.measure.kind"]
        unit = kinds.browse(kinds._duret_codes().get(row["kind"])).exists().unit or ""
        return ", ".join(filter(None, [f"{row['value']} {unit}".strip(), row["place"], row["note"]]))
