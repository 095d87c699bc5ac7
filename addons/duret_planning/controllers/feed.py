from odoo.http import Controller, request, route

CALENDAR = "text/calendar; charset=utf-8"


class FeedController(Controller):
    """The calendar to which a technician's telephone subscribes."""

    @route("/agenda/visites.ics", type="http", auth="public", methods=["GET"], readonly=True, sitemap=False)
    def technician_feed(self, feed_token=None, **_kw):
        """Return the visits of whoever holds the link; wrong links are counted (see duret_base.guarding.limits).

        :param str feed_token: secret of the link
        """
        calendar = request.env["fsm.person"].with_context(lang="fr_FR")._duret_feed(feed_token)
        if calendar is None:
            raise request.not_found()
        headers = [("Content-Type", CALENDAR), ("Cache-Control", "private, no-store"), ("X-Robots-Tag", "noindex")]
        return request.make_response(calendar, headers)
