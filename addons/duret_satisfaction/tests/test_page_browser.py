"""The page in a real browser: what a robot's script does not do, what a thumb does, and that it fits a telephone."""

import json
import time
from urllib.parse import urljoin

from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from .page_case import PageCase

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
LOADED = "document.readyState === 'complete' && !!document.querySelector('form[data-page]')"


@tagged("post_install", "-at_install")
class TestPageBrowser(PageCase):
    def open(self, path, size=None):
        """Open an address in a browser of this test's own, as somebody who is not logged in."""
        browser = ChromeBrowser(self)
        self.addCleanup(browser.stop)
        self.enterContext(self.allow_requests(browser=browser))
        self.authenticate(None, None, browser=browser)
        self.addCleanup(self._wait_remaining_requests)
        self.browser = browser
        self.command("Emulation.setDeviceMetricsOverride", **(size or PHONE))
        browser.navigate_to(urljoin(self.base_url(), path))
        self.assertTrue(browser._wait_ready(LOADED))

    def command(self, name, **params):
        return self.browser._websocket_request(name, params=params)

    def value_of(self, expression):
        """Value of an expression in the page."""
        result = self.command("Runtime.evaluate", expression=f"JSON.stringify({expression})", awaitPromise=True)
        return json.loads(result["result"].get("value") or "null")

    def tap(self, selector):
        """Press and release at the middle of an element, as a person does."""
        find = f"document.querySelector({json.dumps(selector)})"
        self.value_of(f"{find}.scrollIntoView({{block: 'center'}})")
        box = self.value_of(
            f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])({find}.getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.command("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def wait_for(self, expression):
        """Wait until the page says so; the database is read only once the server has answered."""
        self.assertTrue(self.browser._wait_ready(expression, timeout=10), expression)
        self._wait_remaining_requests()
        self.env.invalidate_all()

    def mark(self, name, value):
        return f'[name="q{self.questions[name].id}"][value="{value}"]'

    def test_a_robot_with_a_script_records_nothing(self):
        self.open(f"{self.path}?note=9")
        self.value_of(
            "['pointerdown', 'touchstart', 'keydown', 'click', 'change'].map((name) =>"
            " document.querySelector('[data-nps] input').dispatchEvent(new Event(name, {bubbles: true})))"
        )
        self.value_of("document.querySelector('.mark').click() || scrollTo(0, 500) || 1")
        time.sleep(2)
        self.wait_for("true")
        self.assertFalse(self.opinion.user_input_id)

    def test_the_first_gesture_keeps_the_mark_and_the_button_sends_the_rest(self):
        self.open(f"{self.path}?note=9")
        self.assertEqual(
            self.value_of(f"document.querySelector({json.dumps(self.mark('recommend', 9))}).checked"), True
        )
        self.tap("h1")
        self.wait_for("document.querySelector('form').dataset.kept === '9'")
        self.assertEqual((self.opinion.nps, self.opinion.comment), (9, False))
        self.assertFalse(
            self.value_of("document.querySelector('[data-kept]').hidden"), "the page says that it is noted"
        )
        self.tap(self.mark("recommend", 0))
        self.wait_for("document.querySelector('form').dataset.kept === '0'")
        self.assertEqual((self.opinion.has_nps, self.opinion.nps), (True, 0))
        self.tap(self.mark("recommend", 4))
        self.wait_for("document.querySelector('form').dataset.kept === '4'")
        self.assertEqual(self.opinion.nps, 4, "the client thought better of it")
        self.tap(self.mark("quality", 2))
        self.tap("textarea")
        self.command("Input.insertText", text="Prise mal fixée")
        self.tap("button")
        self.wait_for("!!document.querySelector('.tick')")
        self.assertEqual(self.values(), {"recommend": 4, "quality": 2, "comment": "Prise mal fixée"})

    def test_the_keyboard_alone(self):
        self.open(self.path)
        self.value_of("document.querySelector('[data-nps] input').focus() || 1")
        for key, code in (("ArrowRight", 39), ("ArrowRight", 39)):
            for kind in ("keyDown", "keyUp"):
                self.command("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)
        self.wait_for("document.querySelector('form').dataset.kept === '2'")
        self.assertEqual(self.opinion.nps, 2)
        ring = self.value_of("getComputedStyle(document.querySelector('[data-nps] input:checked + span')).outlineStyle")
        self.assertEqual(ring, "solid", "one sees where one is")

    def test_it_fits_one_screen_of_a_telephone(self):
        self.open(f"{self.path}?note=9")
        size = self.value_of(
            "[document.documentElement.scrollWidth, document.querySelector('button').getBoundingClientRect().bottom]"
        )
        self.assertLessEqual(size[0], 390)
        self.assertLessEqual(size[1], 844, "the button is seen without scrolling")
        small = self.value_of(
            "[...document.querySelectorAll('.mark, .choice, button')].map((one) =>"
            " one.getBoundingClientRect()).filter(({width, height}) => width < 36 || height < 44).length"
        )
        self.assertEqual(small, 0, "targets are large")
        self.command("Emulation.setDeviceMetricsOverride", **(PHONE | {"width": 320}))
        self.assertEqual(self.value_of("document.documentElement.scrollWidth"), 320)

    def test_faults_are_shown_first(self):
        self.open(self.path)
        self.value_of("document.querySelectorAll('[required]').forEach((one) => one.required = false) || 1")
        self.tap("button")
        self.assertTrue(self.browser._wait_ready("!!document.querySelector('[data-wrong]')"))
        self.wait_for("document.activeElement?.dataset.wrong === '1'")
