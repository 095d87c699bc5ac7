from odoo import api, fields, models

from ..contract_sheet import (
    FIELDS,
    IDENTITY,
    canonical,
    folded,
    join_equipment,
    read_date,
    read_minutes,
    read_months,
    read_weeks,
    split_equipment,
    write_book,
)

# Columns of an export: `month` is only read in foreign files.
COLUMNS = tuple(name for name in FIELDS if name != "month")
LANGUAGES = ("fr_FR", "en_US")


class DuretMaintenanceCells(models.AbstractModel):
    """Contracts as cells of a spreadsheet, and cells as values of contracts."""

    _name = "duret.maintenance.cells"
    _description = "Maintenance Contract: Cells"

    def _cells(self):
        """What a spreadsheet shows of this contract.

        :return: dict {column: text, number or date}
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "number": self.name,
            "client": self.partner_id.name or "",
            "street": self.street or "",
            "zip": self.zip or "",
            "city": self.city or "",
            "phone": self.phone or "",
            "email": self.email or "",
            "equipment": self.equipment or "",
            "period": self.period_months,
            "tolerance": self.tolerance_weeks,
            "last": self.last_date or "",
            "next": self.next_date or "",
            "minutes": self.minutes,
            "technician": self.person_id.name or "",
            "state": states[self.state],
            "note": self.note or "",
        }

    def _cell_texts(self):
        """The same, every cell in its one comparable writing.

        :return: dict {column: str}
        """
        cells = self._cells()
        dates = {name: f"{cells[name]:%d/%m/%Y}" for name in ("last", "next") if cells[name]}
        minutes = {"minutes": f"{self.minutes} min"}
        return canonical({name: str(value) for name, value in (cells | dates | minutes).items()})

    @api.model
    def _values_of_cells(self, cells):
        """Values to write for cells that were understood without doubt.

        :param dict cells: {column: canonical text}
        :return: (values, columns that could not be understood)
        """
        readers = {
            "period": ("period_months", lambda text: read_months(text)[0] or 12),
            "tolerance": ("tolerance_weeks", lambda text: 4 if read_weeks(text)[0] is None else read_weeks(text)[0]),
            "minutes": ("minutes", lambda text: read_minutes(text)[0] or 60),
            "last": ("last_date", lambda text: read_date(text).day or False),
            "next": ("next_date", lambda text: read_date(text).day or False),
            "equipment": ("equipment", lambda text: join_equipment(split_equipment(text)) or False),
            "state": ("state", lambda text: text or "active"),
            "note": ("note", lambda text: text or False),
        }
        values = {readers[name][0]: readers[name][1](text) for name, text in cells.items() if name in readers}
        unknown = []
        if cells.get("technician"):
            person = self._technician_named(cells["technician"])
            values["person_id"] = person.id
            unknown = [] if person else ["technician"]
        elif "technician" in cells:
            values["person_id"] = False
        return values, unknown

    @api.model
    def _technician_named(self, name):
        """The technician of this name, or whose first name it is when nobody else has it.

        :return: fsm.person, empty when there is none or more than one
        """
        people = self.env["fsm.person"].search([])
        wanted = folded(name)
        same = people.filtered(lambda person: folded(person.name) == wanted)
        same = same or people.filtered(lambda person: wanted in folded(person.name).split())
        return same if len(same) == 1 else people.browse()

    @api.model
    def _column_labels(self):
        """Headers of an export, in the language of the user.

        :return: dict {column: label}
        """
        rows = self.env["duret.maintenance.row"].fields_get([f"cell_{name}" for name in COLUMNS], ["string"])
        return {name: rows[f"cell_{name}"]["string"] for name in COLUMNS}

    @api.model
    def _own_headers(self):
        """Headers of our own exports, whatever the language of whoever made them.

        :return: dict {folded header: column}
        """
        known = {}
        for lang in (*LANGUAGES, self.env.lang):
            labels = self.with_context(lang=lang)._column_labels()
            known |= {folded(label): name for name, label in labels.items()}
        return known

    def _export_content(self):
        """These contracts as an .xlsx file, which can be changed and read again.

        :return: bytes
        """
        rows = [contract._cells() for contract in self]
        origin = [contract._cell_texts() | {"number": contract.name} for contract in self]
        title = self.env._("Contracts")
        return write_book(title, self._column_labels(), rows, origin, ("number", *IDENTITY))

    def action_export_sheet(self):
        """Button: download these contracts (all of them when none is chosen) as a spreadsheet.

        :return: action that downloads
        """
        ids = ",".join(str(contract_id) for contract_id in self.ids)
        url = f"/duret_planning/maintenance/export?ids={ids}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    @api.model
    def _export_name(self):
        """Name of the file."""
        return self.env._("maintenance contracts %(day)s.xlsx", day=fields.Date.context_today(self).isoformat())
