from odoo import api, fields, models

from ..exceptions import SyncRefused
from ..field_report import parse_moment, write_moment
from ..field_report.document import MOMENTS, REASONS, TEXTS

# Family of paths -> field of the report that holds its lines; a family whose field is not there holds nothing.
LINES = {
    "checks": "check_ids",
    "measures": "measure_ids",
    "hours": "hour_ids",
    "products": "product_ids",
    "photos": "photo_ids",
}
PLAIN = (*TEXTS, *REASONS)
CONTENT_FIELDS = frozenset((*PLAIN, *MOMENTS, "follow_up", "equipment_ids"))


class DuretReportContent(models.AbstractModel):
    """The content of a report as the flat map path -> value that phones send and clients sign.

    It is read from the fields and the lines each time, so that there is one truth: what the office sees is what the
    digest is made of.
    """

    _name = "duret.report.content"
    _description = "Intervention Report: Content"

    def _duret_content(self):
        """Return what this report says.

        :return: dict path -> value, see `field_report.document`; nothing absent, no empty text
        """
        self.ensure_one()
        content = {name: self[name] for name in PLAIN if self[name]}
        content |= {name: write_moment(self[name]) for name in MOMENTS if self[name]}
        if self.follow_up:
            content["follow_up"] = True
        content |= {f"equipment/{id_}": True for id_ in self.equipment_ids.ids}
        for family, name in LINES.items():
            content |= {f"{family}/{line._duret_key()}": line._duret_value() for line in self[name]}
        return content

    def _duret_store(self, before, after, values=None):
        """Make the fields and lines say ``after``.

        :param dict before: what they say
        :param dict after: checked content
        :param dict values: further fields to write with it
        :raises SyncRefused: when it names something that does not exist; the caller rolls back
        """
        self.ensure_one()
        paths = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        lines = {}
        values = dict(values or {})
        equipment = []
        for path in sorted(paths):
            family, slash, key = path.partition("/")
            if not slash:
                values[path] = self._duret_plain_value(path, after.get(path))
            elif family == "equipment":
                equipment.append((int(key), path in after))
            else:
                lines.setdefault(family, []).append((key, after.get(path)))
        if equipment:
            values["equipment_ids"] = self._duret_equipment_commands(equipment)
        report = self._duret_unlocked()
        if values:
            report.write(values)
        for family, changes in lines.items():
            report._duret_store_lines(family, changes)

    @api.model
    def _duret_plain_value(self, path, value):
        """Return a value of the content as its field holds it."""
        if path in MOMENTS:
            return parse_moment(value) if value else False
        return value or False

    @api.model
    def _duret_equipment_commands(self, changes):
        """Return the commands that put equipment on the report or take it off.

        :param changes: list of (id, on the report)
        :raises SyncRefused: when one does not exist
        """
        wanted = [id_ for id_, present in changes if present]
        if len(self.env["fsm.equipment"].browse(wanted).exists()) != len(wanted):
            raise SyncRefused("bad_value", path="equipment")
        return [fields.Command.link(id_) if present else fields.Command.unlink(id_) for id_, present in changes]

    def _duret_store_lines(self, family, changes):
        """Add, change and remove lines of one kind.

        :param family: key of `LINES`
        :param changes: list of (key, value or None)
        """
        lines = self[LINES[family]]
        known = {line._duret_key(): line for line in lines}
        gone = lines.browse([known[key].id for key, value in changes if value is None and key in known])
        new = []
        for key, value in changes:
            if value is None:
                continue
            row = lines._duret_line_values(key, value)
            if key in known:
                known[key].write(row)
            else:
                new.append(row | {"report_id": self.id})
        if gone:
            gone.unlink()
        if new:
            lines.create(new)
