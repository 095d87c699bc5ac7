"""JavaScript unit tests of this addon, run by Odoo's own runner in a headless browser."""

from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class TestJs(HttpCase):
    """Only this addon's suites: the core's are the core's business."""

    # Borrowed one by one: a subclass of the core's case would run all of its tests again.
    _generate_hash = test_js.HOOTCommon._generate_hash
    get_hoot_filters = test_js.HOOTCommon.get_hoot_filters
    _test_params = [("+", "@duret_helpdesk")]

    def test_units(self):
        """Every test of static/tests passes. When none is found the runner never reports success, and this fails."""
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{self.get_hoot_filters()}",
            "",
            "",
            login="admin",
            timeout=120,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
