from odoo.http import Controller, request, route

# What the page tells other sites, search engines and shared computers.
DISCREET = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


class VerifyPage(Controller):
    """The page behind the code on a report."""

    @route(
        "/verifier/<string:token>",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def verify_report(self, token, **_kw):
        """Say whether a report is genuine, its date and its number; unknown codes are counted as refused tries.

        :param str token: secret printed on the report
        """
        report = request.env["duret.intervention.report"]._duret_by_verify_token(token)
        verdict = report._duret_verify()[report][0] if report else ""
        values = {"report": report, "verdict": verdict, "date": report._duret_closing_day() if report else ""}
        answer = request.render("duret_intervention.verify_page", values, status=200 if report else 404)
        answer.headers.update(DISCREET)
        return answer
