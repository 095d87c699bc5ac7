"""What an installation on existing data needs."""

from .duret_phones import parse_cell


def post_init_hook(env):
    """Speak French, list the telephone numbers already there, record the public holidays."""
    _speak_french(env)
    _list_known_phones(env)
    leaves = env["resource.calendar.leaves"]
    for company in env["res.company"].search([]):
        leaves._duret_fill_public_holidays(company, leaves._duret_holiday_years())
    company = env.ref("base.main_company")
    if company.name in ("My Company", "YourCompany"):
        company.name = "Duret Électricité"


def _speak_french(env):
    """Make French the language of new contacts and users, unless a choice was made."""
    env["res.lang"]._activate_lang("fr_FR")
    if not env["ir.default"]._get("res.partner", "lang"):
        env["ir.default"].set("res.partner", "lang", "fr_FR")


def _list_known_phones(env):
    """Give each number typed in « Phone » before the installation its row."""
    env.flush_all()
    partners = env["res.partner"].with_context(active_test=False)
    partners = partners.search([("phone", "not in", [False, ""]), ("duret_phone_ids", "=", False)])
    rows = []
    for partner in partners:
        rows += partner._prepare_duret_phones(parse_cell(partner.phone, partner._duret_phone_region()))
    env["duret.phone"].create(rows)
