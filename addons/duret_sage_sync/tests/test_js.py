"""JavaScript unit tests of this addon."""

from odoo.tests import tagged

from odoo.addons.duret_base.tests.js_case import JsCase


@tagged("post_install", "-at_install")
class TestJs(JsCase):
    def test_units(self):
        self.run_units("duret_sage_sync")
