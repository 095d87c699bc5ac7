from odoo import api, models

from ..field_report import essential
from .duret_report_evidence import ALTERED, GENUINE, OPEN, PENDING

MOST_NAMED = 12


class DuretSealWords(models.AbstractModel):
    """What a verification says, in words that need no explanation."""

    _name = "duret.seal.words"
    _description = "Words of the Verification"

    @api.model
    def _verdict(self, verdict):
        """Title of a verdict.

        :param str verdict: see `duret.report.evidence._duret_verify`
        """
        return {
            GENUINE: self.env._("Genuine: nothing has changed since it was closed"),
            ALTERED: self.env._("Not genuine: something was changed afterwards"),
            PENDING: self.env._("Closed, not sealed yet"),
            OPEN: self.env._("Not closed yet"),
        }[verdict]

    @api.model
    def _comfort(self, report, verdict):
        """Sentence below a verdict that has nothing to reproach.

        :param report: duret.intervention.report
        """
        if verdict == GENUINE:
            # sudo: the caller may read the report; the number of its seal is printed on it.
            seal = report.sudo().seal_ids.sorted("number")[:1]
            return self.env._("Seal No. %(number)s, hash %(hash)s…", number=seal.number, hash=seal._short_hash())
        if verdict == PENDING:
            return self.env._("The seal is made within minutes. Please ask again.")
        return self.env._("A report is sealed when it is closed.")

    @api.model
    def _fault(self, seal, code):
        """What is wrong with a place of the chain.

        :param seal: duret.report.seal
        :param str code: see `duret.report.seal._chain_faults`
        """
        texts = {
            "number": self.env._("A seal is missing before seal No. %s.", seal.number),
            "previous": self.env._("Seal No. %s does not follow the one before it.", seal.number),
            "next": self.env._("The seal after No. %s does not follow it.", seal.number),
            "evidence": self.env._("The list of evidence of seal No. %s was changed.", seal.number),
            "hash": self.env._("Seal No. %s itself was changed.", seal.number),
            "report": self.env._("Seal No. %s belongs to another report.", seal.number),
        }
        return texts[code]

    @api.model
    def _part(self, report, part, change):
        """What differs, for one part of the evidence.

        :param report: duret.intervention.report
        :param str part: name of the part, such as "strokes" or "photo/<identifier>"
        :param str change: "changed" or "missing"
        """
        family, _slash, key = part.partition("/")
        gone = change == "missing"
        if family == "photo":
            name = self._photo(report, key)
            return self.env._("%s is gone.", name) if gone else self.env._("%s is not the one that was taken.", name)
        if family in ("place", "receipt"):
            return self.env._("%s: its position or its time of arrival was changed.", self._photo(report, key))
        if family in ("change", "mutation", "conflict"):
            if gone:
                return self.env._("A line of the journal was removed (%s).", part)
            return self.env._("A line of the journal was changed (%s).", part)
        texts = {
            "report": self.env._("Number, visit, technician, outcome or closing date was changed."),
            "content": self.env._("The content was changed."),
            "derived": self.env._("A number, a verdict of a measure or the time on site was changed."),
            "document": self.env._("The text of the signed document was changed."),
            "strokes": self.env._("The strokes of the signature were changed."),
            "picture": self.env._("The picture of the signature was changed."),
            "circumstances": self.env._("Signer, date, device or consent of the signature was changed."),
        }
        return texts.get(family, self.env._("Something was changed: %s.", part))

    @api.model
    def _photo(self, report, key):
        for place, photo in enumerate(report.photo_ids, start=1):
            if photo.uuid == key:
                return self.env._("Photo %(place)s (%(caption)s)", place=place, caption=photo.caption or key[:8])
        return self.env._("Photo %s", key[:8])

    @api.model
    def _content(self, report, sealed):
        """Which entries of the content differ from what was signed.

        :param report: duret.intervention.report
        :param dict sealed: content of the signed document
        :return: list of str
        """
        signed = {path: essential(path, value) for path, value in sealed.items()}
        now = report._duret_content()
        paths = sorted(path for path in now.keys() | signed.keys() if now.get(path) != signed.get(path))
        if not paths:
            return [self._part(report, "content", "changed")]
        return [self._entry(report, path, now.get(path) is None) for path in paths[:MOST_NAMED]]

    @api.model
    def _entry(self, report, path, gone):
        family, slash, key = path.partition("/")
        families = {
            "checks": self.env._("Check"),
            "measures": self.env._("Measure"),
            "hours": self.env._("Time spent"),
            "products": self.env._("Product"),
            "photos": self.env._("Photo"),
            "equipment": self.env._("Equipment"),
        }
        if slash:
            name = f"{families.get(family, family)} {key[:24]}"
        else:
            field = report._fields.get(path)
            name = field._description_string(self.env) if field else path
        if gone:
            return self.env._("« %s » was removed from what was signed.", name)
        return self.env._("« %s » is not what was signed.", name)
