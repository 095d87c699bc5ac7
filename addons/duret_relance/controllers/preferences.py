"""The page behind the link of each follow-up: no more of them, or some again."""

from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest, NotFound

from odoo.http import Controller, request, route

from odoo.addons.duret_base.guarding.arguments import record_id

from ..models.duret_relance_opt_out import PAGE

CHOICES = ("stop", "stop_all", "resume")


class FollowUpPreferences(Controller):
    """GET shows, POST acts: a mail scanner that follows the link changes nothing."""

    @route(PAGE, type="http", auth="public", methods=["GET", "POST"], sitemap=False)
    def preferences(self, client="", purpose="", token="", choice="", **_kw):
        """Show what the client receives, or write what he chose.

        :param str client: contact of the link
        :param str purpose: subject of the link
        :param str token: secret of the link
        :param str choice: one of CHOICES, POST only
        :raise NotFound: the link is not one of ours
        :raise BadRequest: a choice that the page does not offer
        """
        refusals = request.env["duret.relance.opt.out"]
        partner = refusals._checked_client(record_id(client) or 0, str(purpose), str(token))
        if not partner:
            raise NotFound()
        if request.httprequest.method == "POST":
            if choice not in CHOICES:
                raise BadRequest()
            refusals._choose(partner, purpose, choice)
            link = urlencode({"client": partner.id, "purpose": purpose, "token": token})
            return request.redirect(f"{PAGE}?{link}", code=303)
        request.update_context(lang=partner.lang or request.env.company.partner_id.lang)
        values = {"client": partner.id, "purpose": purpose, "token": token}
        return request.render("duret_relance.preferences_page", values | refusals._page(partner, purpose))
