from odoo import api, models

from ..field_report import parse_moment, write_moment


class DuretReportPhotoContent(models.AbstractModel):
    """How a photo is written in the content of its report; the photo itself is `duret.report.photo`."""

    _name = "duret.report.photo.content"
    _inherit = ["duret.report.line"]
    _description = "Photo in the Content of a Report"

    def _duret_key(self):
        return self.uuid

    def _duret_value(self):
        return {
            "sha256": self.sha256,
            "size": self.size,
            "kind": self.kind,
            "pair": self.pair_uuid or "",
            "caption": self.caption or "",
            "taken_at": write_moment(self.taken_at),
            "place": self.place or "",
        }

    @api.model
    def _duret_line_values(self, key, value):
        return {
            "uuid": key,
            "sha256": value["sha256"],
            "size": value["size"],
            "kind": value["kind"],
            "pair_uuid": value["pair"],
            "caption": value["caption"],
            "taken_at": parse_moment(value["taken_at"]),
            "place": value["place"],
        }

    @api.model
    def _duret_locked_fields(self):
        names = {"uuid", "sha256", "size", "kind", "pair_uuid", "caption", "taken_at", "place"}
        return super()._duret_locked_fields() | names
