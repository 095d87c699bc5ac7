"""What counts as unhappy, and what is said about it."""

from odoo.tests import tagged

from .recovery_case import RecoveryCase


@tagged("post_install", "-at_install")
class TestRecoverySignals(RecoveryCase):
    def signals(self, **values):
        return self.answer(**values)._duret_signals()

    def test_recommendation(self):
        """Six alarms, seven does not."""
        self.assertEqual(self.signals(recommend=6), ["Recommendation 6/10"])
        self.assertEqual(self.signals(recommend=7), [])
        self.assertEqual(self.signals(recommend=0), ["Recommendation 0/10"])

    def test_one_low_rating_is_enough(self):
        """A single mark below three alarms, whatever the mean."""
        self.assertEqual(self.signals(recommend=9, welcome=5, quality=5, cleanliness=3), [])
        self.assertEqual(self.signals(recommend=9, welcome=5, quality=5, cleanliness=2), ["Cleanliness 2/5"])

    def test_an_angry_comment_beside_a_good_mark(self):
        self.answer(recommend=9, comment="Bien, mais le tableau n'est toujours pas réparé, c'est honteux.")
        (signal,) = self.request._duret_signals()
        self.assertIn("“honteux”", signal)
        self.assertIn("toujours pas", signal)
        self.assertTrue(self.request.is_unhappy)

    def test_a_regret_is_shown_and_alarms_nobody(self):
        self.answer(recommend=9, comment="Un peu de retard mais bon travail.")
        self.assertFalse(self.request.is_unhappy)
        self.assertEqual(self.request.signal_text, "A regret in the comment: “retard”")
        self.assertFalse(self.request.recovery_ticket_id)

    def test_happy_words_alarm_nobody(self):
        self.answer(recommend=10, comment="Aucun problème, rien à redire, pas déçu du tout !")
        self.assertFalse(self.request.is_unhappy)
        self.assertFalse(self.request.signal_text)
        self.assertFalse(self.complaints())

    def test_the_block_says_it_in_five_seconds(self):
        """Mark, what alarmed, ratings, words in bold, visit, technician, telephone."""
        self.answer(recommend=3, cleanliness=1, comment="Travail <b>bâclé</b> & sale")
        block = str(self.request._duret_answer_block())
        for text in ("3/10", "Cleanliness 1/5", "bâclé", "Gaëtan Tissot", self.visit.name, "04 50 12 34 56"):
            self.assertIn(text, block)
        self.assertIn('<strong class="text-danger">bâclé</strong>', block)
        self.assertNotIn("<b>", block)
        self.assertIn("&lt;b&gt;", block)

    def test_what_the_client_sees_has_nothing_of_ours(self):
        """His own marks and words; neither what alarmed us nor the technician."""
        self.answer(recommend=3, comment="Travail bâclé")
        block = str(self.request._duret_answer_block(internal=False))
        self.assertIn("Travail bâclé", block)
        for text in ("alarmed", "Gaëtan", "04 50", "text-danger"):
            self.assertNotIn(text, block)
