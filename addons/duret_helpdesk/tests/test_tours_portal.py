"""A client's request with a photo, in a real browser, on a telephone's screen."""

import io

from PIL import Image

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretHttpCase

from .test_portal_request import forget_tries


@tagged("post_install", "-at_install")
class TestPortalRequestTour(DuretHttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_request_with_a_photo(self):
        forget_tries(self)
        self.env.company.duret_emergency_phone = "0450112233"
        self.start_tour("/my/tickets/new", "duret_portal_request_tour", login="duret_portal_a")
        ticket = self.env["helpdesk.ticket"].search([("partner_id", "=", self.contact_a.id)])
        self.assertEqual(len(ticket), 1)
        self.assertEqual(ticket.type_id.duret_code, "breakdown")
        self.assertIn("Cuisine", ticket.name)
        photo = ticket._duret_own_files()
        self.assertEqual(photo.mapped("mimetype"), ["image/jpeg"])
        self.assertEqual(max(Image.open(io.BytesIO(photo.raw)).size), 1920, "made smaller before it was sent")
        said = ticket.message_ids.filtered(lambda message: message.message_type == "comment")
        self.assertEqual(said.author_id, self.contact_a)
