from odoo import models


class DuretMaintenanceWords(models.AbstractModel):
    """Sentences of the report: what is doubtful, what was understood, what changes."""

    _name = "duret.maintenance.words"
    _description = "Contract Spreadsheet: Sentences"

    def _doubts_text(self, doubts):
        """One sentence a doubt.

        :param list doubts: (code of contract_sheet, words of the cell)
        :return: str
        """
        return "\n".join(self._doubt_text(code, said) for code, said in doubts)

    def _doubt_text(self, code, said):
        if code.startswith(("last_", "next_")) and code.split("_", 1)[1] in self._date_doubts():
            return self._date_doubts()[code.split("_", 1)[1]] % {"column": self._column(code[:4]), "said": said}
        return self._plain_doubts()[code] % {"said": said}

    def _date_doubts(self):
        return {
            "unknown": self.env._("%(column)s: “%(said)s” – which day?"),
            "unsure": self.env._("%(column)s: “%(said)s” – remove the question mark if the day is right."),
            "no_year": self.env._("%(column)s: “%(said)s” – which year?"),
            "impossible": self.env._("%(column)s: “%(said)s” does not exist in the calendar."),
            "unreadable": self.env._("%(column)s: “%(said)s” is not understood as one date."),
        }

    def _plain_doubts(self):
        return {
            "last_in_future": self.env._("Last visit: “%(said)s” is still to come."),
            "next_before_last": self.env._("Next due: “%(said)s” is not after the last visit."),
            "next_far": self.env._("Next due: “%(said)s” is too far ahead."),
            "no_date": self.env._("Neither last visit nor next due."),
            "period": self.env._("“%(said)s” – every how many months?"),
            "tolerance": self.env._("Tolerance: “%(said)s” is not understood; write a number of weeks."),
            "minutes": self.env._("Length: “%(said)s” is not understood; write a number of minutes, or 1h30."),
            "month": self.env._("Month: “%(said)s” is not understood."),
            "state": self.env._("State: “%(said)s” is not understood: running, suspended or ended."),
            "colour_against_state": self.env._("The colour and the state “%(said)s” contradict each other."),
            "no_client": self.env._("No client."),
            "client_unsure": self.env._("“%(said)s” – which client?"),
            "no_town": self.env._("No town: where is “%(said)s”?"),
            "zip": self.env._("Postal code: “%(said)s” does not have five digits."),
            "no_equipment": self.env._("No equipment."),
            "number": self.env._("There is no contract “%(said)s”."),
            "technician": self.env._("Technician: “%(said)s” is not known, or not the only one."),
        }

    def _notes_text(self, notes):
        """One sentence a note.

        :param list notes: (code of contract_sheet, words of the cell)
        :return: str or False
        """
        sentences = {
            "phone": self.env._("Telephone not valid, left out: %(said)s"),
            "phone_in_note": self.env._("Telephone found in the remarks: %(said)s"),
            "email": self.env._("E-mail not valid, left out: %(said)s"),
            "last_month": self.env._("Last visit: only the month is known (%(said)s)"),
            "next_month": self.env._("Next due: only the month is known (%(said)s)"),
            "equipments": self.env._("%(said)s appliances"),
            "period_default": self.env._("No period: every 12 months"),
            "colour_call": self.env._("Colour: to call"),
            "colour_unexplained": self.env._("The colour of this row is not explained in the file"),
        }
        return "\n".join(sentences[code] % {"said": said} for code, said in notes) or False

    def _column(self, name):
        return self.fields_get([f"cell_{name}"], ["string"])[f"cell_{name}"]["string"]

    def _columns_text(self, names):
        return ", ".join(self._column(name) for name in names)

    def _identity_text(self, names):
        return self.env._(
            "Changed in the file: %(columns)s. Change it on the client's sheet, then put the former text back here.",
            columns=self._columns_text(names),
        )

    def _conflict_text(self, names, read, now):
        lines = [
            self.env._(
                "%(column)s was changed in the file (%(file)s) and in Odoo (%(odoo)s): write here the right one.",
                column=self._column(name),
                file=self._shown(name, read[name]) or "–",
                odoo=self._shown(name, now[name]) or "–",
            )
            for name in names
        ]
        return "\n".join(lines)

    def _changes_text(self, changes, now):
        """What an update writes: « Prochaine échéance : 12/03/2027 → 15/04/2027 ».

        :return: str
        """
        return "\n".join(
            f"{self._column(name)} : {self._shown(name, now[name]) or '–'} → {self._shown(name, text) or '–'}"
            for name, text in changes.items()
        )

    def _shown(self, name, text):
        states = self.env["duret.maintenance.contract"]._fields["state"]._description_selection(self.env)
        return dict(states).get(text, text) if name == "state" else text

    def _twin_text(self, line, names):
        if names:
            return self.env._(
                "Same contract as line %(line)s, but not the same: %(columns)s. Correct or leave out one of the two.",
                line=line,
                columns=self._columns_text(names),
            )
        return self.env._("Same contract as line %(line)s", line=line)

    def _client_text(self, partner, match):
        partners = self.env["res.partner"]
        return self.env._(
            "Is it %(client)s (%(why)s)? Press “Same client” or “Another client”.",
            client=partner.display_name,
            why=", ".join(partners._duret_reason_words(reason) for reason in match.reasons),
        )
