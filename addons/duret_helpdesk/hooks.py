from odoo.tools.misc import file_path
from odoo.tools.translate import TranslationImporter

FRENCH = "fr_FR"


def post_init_hook(env):
    """Give the renamed stages their French names.

    Odoo never replaces a translation that exists, and helpdesk_mgmt brings its own for the names it had.
    """
    if env["res.lang"]._get_data(code=FRENCH):
        importer = TranslationImporter(env.cr)
        importer.load_file(file_path("duret_helpdesk/i18n_extra/fr.po"), FRENCH)
        importer.save(overwrite=True, force_overwrite=True)
