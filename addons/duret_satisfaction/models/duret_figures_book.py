"""The figures as a spreadsheet, for who works on with them."""

from datetime import date
from io import BytesIO

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import format_date

MOST_COMMENTS = 5_000  # rows of comments, the last ones first
LONGEST = 32_000  # characters a cell holds
# A spreadsheet that is saved as text forgets which cells were texts: what would then be a formula begins with a quote.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class DuretFiguresBook(models.AbstractModel):
    """Sheets: figures, months, types, zones, technicians (direction only), comments."""

    _name = "duret.figures.book"
    _description = "Figures of Opinions: Spreadsheet"

    @api.model
    def duret_book(self, filters=None):
        """The dashboard as an .xlsx file, with the rights and the filters of who asks.

        :param dict filters: as for `duret_figures`
        :return: (name of the file, bytes)
        :raises AccessError: for who may not read opinions or not export
        """
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._("You are not allowed to export data; please ask an administrator."))
        figures = self.env["duret.satisfaction.figures"].duret_figures(filters)
        content = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(content, options)
        for title, header, rows in self._duret_sheets(figures, filters):
            self._duret_sheet(book, title, header, rows)
        book.close()
        days = "_".join(figures["filters"][key] for key in ("first", "last"))
        return f"satisfaction_{days}.xlsx", content.getvalue()

    @api.model
    def _duret_sheets(self, figures, filters):
        """Title, header and rows of each sheet."""
        table = self._duret_table_header()
        yield self.env._("Figures"), [self.env._("Figure"), self.env._("Value"), ""], self._duret_summary(figures)
        months = [(self._duret_month(row["month"]), row) for row in figures["months"]]
        yield self.env._("Months"), [self.env._("Month"), *table], [self._duret_line(*pair) for pair in months]
        for title, name, rows in (
            (self.env._("Types"), self.env._("Type of visit"), figures["types"]),
            (self.env._("Towns"), self.env._("Town"), figures["zones"]),
            (self.env._("Technicians"), self.env._("Technician"), figures["people"]),
        ):
            if rows is not None:
                yield title, [name, *table], [self._duret_line(row["label"], row) for row in rows]
        yield self.env._("Comments"), *self._duret_comment_sheet(figures, filters)

    @api.model
    def _duret_table_header(self):
        return [
            self.env._("NPS"),
            self.env._("From"),
            self.env._("To (95 %)"),
            self.env._("How sure"),
            self.env._("Promoters"),
            self.env._("Passives"),
            self.env._("Detractors"),
            self.env._("Mark out of 5"),
            self.env._("Answers"),
            self.env._("Sent"),
            self.env._("Answered after sending"),
            self.env._("Response rate (%)"),
            self.env._("Unhappy"),
        ]

    @api.model
    def _duret_line(self, label, row):
        counts = [row[name] for name in ("promoters", "passives", "detractors")]
        rating = None if row["rating"] is None else round(row["rating"], 2)
        rate = None if row["rate"] is None else round(row["rate"], 1)
        score = [row["nps"], row["low"], row["high"], row["confidence_text"]]
        sent = [row["answers"], row["sent"], row["sent_answered"], rate, row["unhappy"]]
        return [label, *score, *counts, rating, *sent]

    @api.model
    def _duret_summary(self, figures):
        """Rows of the first sheet: name, value, what is to be said of it."""
        total, delay, back, goal = (figures[name] for name in ("total", "delay", "recovery", "targets"))

        def rounded(value, digits=1):
            return None if value is None else round(value, digits)

        return [
            [self.env._("First day of the visits"), fields.Date.to_date(figures["filters"]["first"]), ""],
            [self.env._("Last day of the visits"), fields.Date.to_date(figures["filters"]["last"]), ""],
            [self.env._("Net promoter score"), total["nps"], total["interval_text"] or total["confidence_text"]],
            [self.env._("Target of the score"), goal["nps"], total["verdict_text"]],
            [self.env._("Against the period before"), "", figures["change"]["text"]],
            [self.env._("Response rate (%)"), rounded(total["rate"]), total["rate_text"]],
            [self.env._("Overall mark out of 5"), rounded(total["rating"], 2), ""],
            [self.env._("Target of the mark"), goal["mark"], ""],
            *([row["label"], rounded(row["mean"], 2), self._duret_count(row["count"])] for row in figures["topics"]),
            [self.env._("Hours before the answer: median"), rounded(delay["median"]), ""],
            [self.env._("Hours before the answer: first quarter"), rounded(delay["low"]), ""],
            [self.env._("Hours before the answer: last quarter"), rounded(delay["high"]), ""],
            [self.env._("Unhappy clients"), back["unhappy"], ""],
            [self.env._("Won back, of those asked again (%)"), rounded(back["of_asked"]), ""],
            [self.env._("Won back, of all (%)"), rounded(back["of_all"]), ""],
        ]

    @api.model
    def _duret_count(self, count):
        return self.env._("%(count)s answers", count=count)

    @api.model
    def _duret_month(self, day):
        return format_date(self.env, day, date_format="LLLL y")

    @api.model
    def _duret_comment_sheet(self, figures, filters):
        """Header and rows of the comments; says so when there are more than the sheet holds."""
        model = self.env["duret.satisfaction.figures"]
        choice = model._duret_choice(filters)
        found = model._duret_found_comments(choice, {}, 0, MOST_COMMENTS + 1)
        with_people = figures["people"] is not None
        header = [
            self.env._("Date"),
            self.env._("Recommendation"),
            self.env._("Mark out of 5"),
            self.env._("Comment"),
            self.env._("Tags"),
            self.env._("Client"),
            self.env._("Visit or ticket"),
            self.env._("Type of visit"),
            self.env._("Town"),
            *([self.env._("Technician")] if with_people else []),
        ]
        rows = []
        for request in found[:MOST_COMMENTS]:
            row = model._duret_comment(request)
            day = fields.Datetime.context_timestamp(self.with_context(tz=choice.tz), request.answered_at).date()
            tags = ", ".join(tag["name"] for tag in row["tags"])
            mark = None if row["rating"] is None else round(row["rating"], 2)
            facts = [row[name] for name in ("client", "about", "type", "zone", *(["person"] if with_people else []))]
            rows.append([day, row["nps"], mark, row["text"], tags, *facts])
        if len(found) > MOST_COMMENTS:
            rows.append([self.env._("Older comments are left out: choose a shorter period.")])
        return header, rows

    @api.model
    def _duret_sheet(self, book, title, header, rows):
        """Write one sheet: numbers and days as such, everything else as text that no program takes for a formula."""
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bg_color": "#12355B", "font_color": "#FFFFFF", "text_wrap": True})
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        for number, cells in enumerate([header, *rows]):
            for column, cell in enumerate(cells):
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(number, column, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell:
                    sheet.write_string(number, column, self._duret_text(cell), head if not number else None)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, len(header) - 1, 16)

    @api.model
    def _duret_text(self, cell):
        """A text as a cell takes it: short enough, and no formula wherever it is copied to."""
        text = str(cell)[:LONGEST]
        return f"'{text}" if text.startswith(FORMULA) else text
