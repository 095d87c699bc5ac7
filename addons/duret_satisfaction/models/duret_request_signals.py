"""What in an answer says that its client is unhappy, in words for the person who will call him."""

from markupsafe import Markup

from odoo import api, models

from odoo.addons.duret_base.duret_phones import display
from odoo.addons.duret_helpdesk.triage.text import fold

from ..unhappy_words import ANGRY, RESERVE, Judge, pieces

# 0034: what counts as unhappy.
UNHAPPY_NPS = 6  # up to
UNHAPPY_RATING = 3  # below
RECOVERED_RATING = 4  # from: of the question asked once a complaint is settled
BLOCK = "duret_satisfaction.recovery_block"
SHOWN_COMMENT = 4_000  # characters
# Reading the lexicon takes a moment: once for each process.
JUDGE = Judge(fold)


class DuretRequestSignals(models.AbstractModel):
    """Reads the marks and the comment of an answer; writes nothing."""

    _name = "duret.request.signals"
    _description = "Request for an Opinion: Signals"

    def _duret_signals(self):
        """Why the client counts as unhappy.

        :return: list of sentences in the language of the context, empty when nothing alarms
        """
        self.ensure_one()
        signals = []
        if self.has_nps and self.nps <= UNHAPPY_NPS:
            signals.append(self.env._("Recommendation %(mark)s/10", mark=self.nps))
        signals += [
            self.env._("%(subject)s %(mark)s/5", subject=row["label"], mark=row["mark"])
            for row in self._duret_ratings()
            if row["is_low"]
        ]
        verdict = JUDGE.verdict(self.comment)
        if verdict.level == ANGRY:
            signals.append(self.env._("Comment: %(words)s", words=self._duret_quoted(verdict)))
        return signals

    def _duret_reserve(self):
        """A regret in passing of a comment that alarms nobody: shown, nothing follows from it.

        :return: sentence, empty without any
        """
        verdict = JUDGE.verdict(self.comment)
        if verdict.level != RESERVE:
            return ""
        return self.env._("A regret in the comment: %(words)s", words=self._duret_quoted(verdict))

    def _duret_quoted(self, verdict):
        """Words that weighed, in the marks of quotation of the reader's language."""
        words = [reason.shown for reason in verdict.reasons if reason.shown]
        return ", ".join(self.env._("“%(word)s”", word=word) for word in dict.fromkeys(words))

    def _duret_ratings(self):
        """Ratings of this answer.

        :return: list of dict: label, mark (1 to 5), is_low
        """
        least = RECOVERED_RATING if self.kind == "recovery" else UNHAPPY_RATING
        # sudo: the marks of this answer, for whoever was given the request.
        lines = self.sudo().user_input_id.user_input_line_ids.filtered(
            lambda line: line.question_id.duret_role == "rating" and not line.skipped
        )
        topics = dict(self.env["survey.question"]._fields["duret_topic"]._description_selection(self.env))
        topics.pop("other", None)  # says nothing: the question does
        return [
            {
                "label": topics.get(line.question_id.duret_topic) or line.question_id.title,
                "mark": line.value_scale,
                "is_low": line.value_scale < least,
            }
            for line in lines.sorted(lambda line: (line.question_id.sequence, line.question_id.id))
        ]

    def _duret_mark_text(self):
        """The mark in a word: « 3/10 », « 2/5 »; empty without any."""
        if self.has_nps:
            return f"{self.nps}/10"
        return f"{self.rating_mean:g}/5" if self.has_rating else ""

    # -- how it is shown -------------------------------------------------------------------------------------------
    def _duret_answer_block(self, internal=True):
        """The answer as it is read in five seconds: mark, what alarmed, comment, visit, technician, telephone.

        :param bool internal: False for what the client may see: his own words and marks, nothing of what we made of
            them
        :return: Markup
        """
        self.ensure_one()
        # sudo: the visit and its technician, for whoever has this complaint to deal with.
        visit = self.sudo().visit_id
        values = {
            "request": self,
            "internal": internal,
            "mark": self._duret_mark_text(),
            # The low ones stand among what alarmed.
            "ratings": [row for row in self._duret_ratings() if not (internal and row["is_low"])],
            "signals": self._duret_signals() if internal else [],
            "comment": self._duret_comment_html(internal),
            "visit": visit if internal else visit.browse(),
            "person": visit.person_id.name if internal else "",
            "phone": self._duret_client_phone() if internal else "",
        }
        return Markup(self.env["ir.qweb"]._render(BLOCK, values, minimal_qcontext=True))

    def _duret_comment_html(self, internal):
        """The comment, with the words that alarmed in bold.

        :return: Markup
        """
        comment = (self.comment or "").strip()
        comment = comment if len(comment) <= SHOWN_COMMENT else f"{comment[:SHOWN_COMMENT]}…"
        words = [reason.shown for reason in JUDGE.verdict(comment).reasons if reason.shown] if internal else []
        alarming, plain = Markup('<strong class="text-danger">%s</strong>'), Markup("%s")
        cut = [(alarming if weighed else plain) % piece for piece, weighed in pieces(comment, words)]
        return Markup("").join(cut).replace("\n", Markup("<br/>"))

    @api.model
    def _duret_shown_phone(self, number):
        return display(number) if (number or "").startswith("+") else number or ""

    def _duret_client_phone(self):
        """Number of the client, as it is written in France."""
        number = self.partner_id.phone or self.partner_id.commercial_partner_id.phone
        return self._duret_shown_phone(number and (self.partner_id._duret_phone_e164(number) or number))
