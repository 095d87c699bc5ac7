"""The French files know every term that Odoo would export, and nothing else."""

import io

import polib

from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

# Letters to clients are French at the source, which says that nobody translates them.
UNTRANSLATED = '<div t-translation="off">'


@tagged("post_install", "-at_install")
class TestFrench(TransactionCase):
    """`make lint` reads the files alone; here Odoo itself says what is to be translated."""

    def _exported(self, module):
        """Source terms of an installed addon."""
        buffer = io.BytesIO()
        trans_export(None, [module], buffer, "po", self.env)
        text = buffer.getvalue().decode()
        terms = {entry.msgid for entry in polib.pofile(text)} if text else set()
        return {term for term in terms if not term.startswith(UNTRANSLATED)}

    def _inherited(self):
        """Labels and helps that a model takes over by delegation (`_inherits`).

        Odoo shows those of the delegate, and names the field after whichever addon was loaded when it was first
        seen: whether they are exported depends on the order of installation.
        """
        fields = [field for model in self.env.values() for field in model._fields.values() if field.inherited]
        return {text for field in fields for text in (field.string, field.help) if text}

    def test_french_of_every_addon(self):
        """Nothing is missing (a page would be half English) and nothing is left of removed texts."""
        modules = self.env["ir.module.module"].search([("name", "=like", "duret\\_%"), ("state", "=", "installed")])
        self.assertIn("duret_suite", modules.mapped("name"))
        inherited = self._inherited()
        for name in modules.mapped("name"):
            with self.subTest(addon=name):
                with open(f"{get_module_path(name)}/i18n/fr.po") as stream:
                    french = {entry.msgid: entry.msgstr for entry in polib.pofile(stream.read())}
                exported = self._exported(name)
                self.assertEqual(exported - set(french) - inherited, set(), "not in fr.po: run make pot")
                self.assertEqual(set(french) - exported - inherited, set(), "nobody says this any more: run make pot")
                self.assertEqual([term for term, text in french.items() if not text], [])
