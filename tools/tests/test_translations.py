"""Checks of the French files: each kind of fault is found, and an update loses no translation."""

import polib
import pytest

from tools import source_terms, translations

SAME = {"Type"}


def entry(msgid, msgstr, **options):
    """One translation."""
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **options)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "expected"),
    [
        ("Ticket closed", "", "not translated"),
        ("Ticket closed", "  ", "not translated"),
        ("Ticket closed", "Ticket closed", "left as in English"),
        ("Type of file", "Type of file", "left as in English"),
        ("Hello %(name)s", "Bonjour %(nom)s", "other placeholders"),
        ("%s of %s", "%s", "other placeholders"),
        ("Hello {{ object.name }}", "Bonjour", "other placeholders"),
        ("<b>Bold</b>", "Gras", "other tags"),
        ("<p>One</p>", "<p>Un", "other tags"),
    ],
)
def test_fault_of_an_entry(msgid, msgstr, expected):
    """Each fault is named."""
    assert [fault for fault in translations.entry_faults(entry(msgid, msgstr), SAME) if expected in fault]


def test_fuzzy_entry():
    """A guess is not a translation."""
    assert translations.entry_faults(entry("Open", "Ouvert", flags=["fuzzy"]), SAME) == ["fuzzy"]


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Type", "Type"),
        ("Type %(n)s: <b>type</b> (42 €)", "Type %(n)s: <b>type</b> (42 €)"),
        ("%(a)s and %(b)s", "%(b)s et %(a)s"),
        ("<a href='%s'>Open</a>", "<a href='%s'>Ouvrir</a>"),
        ("100 % sure", "sûr à 100 %"),
        ("€", "€"),
    ],
)
def test_good_entry(msgid, msgstr):
    """What a French assistant would accept passes."""
    assert translations.entry_faults(entry(msgid, msgstr), SAME) == []


def test_update_keeps_what_was_translated():
    """Own wording first, then Odoo's, else empty; terms that nobody says any more go."""
    exported = polib.POFile()
    exported += [entry("Zone", ""), entry("Created by", ""), entry("New", ""), entry("Old", "")]
    exported[0].occurrences = [("b", "0"), ("a", "0"), ("a", "0")]
    pot = translations.template(exported)
    assert [item.msgid for item in pot] == ["Created by", "New", "Old", "Zone"]
    assert pot[3].occurrences == [("a", "0"), ("b", "0")]
    french = translations.translated(
        pot, {"Old": "Ancien", "Gone": "Parti"}, {"Created by": "Créé par", "Old": "Vieux"}
    )
    assert {item.msgid: item.msgstr for item in french} == {
        "Created by": "Créé par",
        "New": "",
        "Old": "Ancien",
        "Zone": "",
    }


@pytest.fixture
def addon(tmp_path):
    """An addon whose French is complete."""
    folder = tmp_path / "duret_probe"
    (folder / "i18n").mkdir(parents=True)
    (folder / "models.py").write_text('class A:\n    x = fields.Char("Colour")\n    y = _("Saved")\n')
    for name, french in (("duret_probe.pot", ""), ("fr.po", "Fait")):
        catalogue = polib.POFile()
        catalogue.metadata = translations.HEADER
        catalogue += [entry("Colour", french and "Couleur"), entry("Saved", french and "Enregistré")]
        catalogue.save(str(folder / "i18n" / name))
    return folder


def test_complete_addon(addon):
    """No fault: the tests below change one thing each."""
    assert translations.static_faults(addon) == []


def test_changed_source_is_found(addon):
    """A text changed in the code and not exported again."""
    (addon / "models.py").write_text('class A:\n    x = fields.Char("Color")\n')
    assert translations.static_faults(addon) == [
        "duret_probe: 'Color' is in the sources, not in duret_probe.pot (make pot)"
    ]


def test_changed_page_is_found(addon):
    """A text added to a view and not exported."""
    arch = "<form><b>Never seen</b></form>"
    (addon / "views.xml").write_text(
        f'<odoo><record id="a" model="ir.ui.view"><field name="arch">{arch}</field></record></odoo>'
    )
    assert translations.static_faults(addon) == [
        "duret_probe: 'Never seen' is on a page, not in duret_probe.pot (make pot)"
    ]


def test_missing_file_is_found(addon):
    """No French at all."""
    (addon / "i18n/fr.po").unlink()
    assert len(translations.static_faults(addon)) == 1


def test_files_that_differ_are_found(addon):
    """A term of the template that fr.po does not have."""
    catalogue = polib.pofile(str(addon / "i18n/duret_probe.pot"))
    catalogue.append(entry("More", ""))
    catalogue.save()
    assert translations.static_faults(addon) == ["duret_probe: fr.po and duret_probe.pot differ on 'More' (make pot)"]


def test_terms_of_python():
    """Messages, labels, helps, choices; neither a symbol nor a technical name."""
    text = (
        'x = fields.Selection([("a", "First"), ("b", "Second")], string="Rank", help="Which " "one")\n'
        'y = fields.Many2one("res.partner")\nz = self.env._("Bad %(n)s", n=1)\n_("...")\n_(variable)\n'
    )
    assert source_terms.of_python(text) == {"First", "Second", "Rank", "Which one", "Bad %(n)s"}


def test_terms_of_javascript():
    """Literals given to _t."""
    assert source_terms.of_javascript("""a(_t("Don't")); b(_t('Save')); c(_t(name));""") == {"Don't", "Save"}


def test_terms_of_data():
    """Menus, actions, views and page templates; not the names of records, nor what is set apart."""
    text = """<odoo>
      <menuitem id="m" name="Calls"/>
      <record id="v" model="ir.ui.view"><field name="name">technical.name</field>
        <field name="arch" type="xml"><form string="Call"><field name="a" placeholder="Number"/>
        <t t-translation="off">v19.0 build</t></form></field></record>
      <template id="t"><p>Hello <t t-out="name"/>, welcome</p><script>var code;</script></template>
    </odoo>"""
    assert source_terms.of_data(text) == {"Calls", "Call", "Number", "Hello", ", welcome"}
