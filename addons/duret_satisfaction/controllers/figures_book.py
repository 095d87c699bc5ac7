"""The spreadsheet of the dashboard."""

from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FiguresBook(Controller):
    """Gives what the dashboard shows; the model checks who asks and what is asked."""

    @route("/duret_satisfaction/figures.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def figures_book(self, **filters):
        """The file, with the filters of the address."""
        name, content = request.env["duret.figures.book"].duret_book(filters)
        headers = [
            ("Content-Type", XLSX),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers=headers)
