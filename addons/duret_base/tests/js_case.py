"""The JavaScript unit tests of one addon, run by Odoo's own runner in a headless browser."""

from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class JsCase(HttpCase):
    """Only one addon's suites: the core's are the core's business. A subclass calls `run_units` with its name."""

    # Borrowed one by one: a subclass of the core's case would run all of its tests again.
    _generate_hash = test_js.HOOTCommon._generate_hash
    get_hoot_filters = test_js.HOOTCommon.get_hoot_filters

    def run_units(self, addon):
        """Every test of the addon's static/tests passes.

        When none is found the runner never reports success, and this fails.

        :param str addon: technical name
        """
        self._test_params = [("+", f"@{addon}")]
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{self.get_hoot_filters()}",
            "",
            "",
            login="admin",
            timeout=120,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
