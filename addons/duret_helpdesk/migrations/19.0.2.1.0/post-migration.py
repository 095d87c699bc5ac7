"""Values that an update leaves as the first version installed them, because their file says « noupdate ».

Each is replaced only when nobody has touched it: what an administrator wrote or chose stays.
"""

import hashlib

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools.convert import xml_import
from odoo.tools.misc import file_path

TEMPLATES = "duret_helpdesk/data/mail_template_data.xml"
ACKNOWLEDGEMENT = "ticket_acknowledgement_template"
# Of the text that promised no date, spaces reduced to one: SHA-256 of the English and of the French.
WITHOUT_DATE = {
    "en_US": "0df5a2034fcde2564089d2bd7f59a901b8f10633cd7c0c2e5a5242cf819b4dcb",
    "fr_FR": "b3c6ccbc779de7b159ded9d910c6f517537c5837158312c08c39c04f970ae10f",
}


def migrate(cr, version):
    """Close open sign-up, promise a date in the acknowledgement, count delays for the customer service."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    _invite_only(env)
    _promise_a_date(env)
    _count_delays(env)


def _invite_only(env):
    """Accounts by invitation, unless a person chose open sign-up: Odoo's own default makes second contacts."""
    scope = env["ir.config_parameter"].search([("key", "=", "auth_signup.invitation_scope")])
    if scope.value == "b2c" and scope.write_uid.id == SUPERUSER_ID:
        scope.value = "b2b"


def _promise_a_date(env):
    """Give the acknowledgement its present text when every language still has the first one.

    Odoo reads the French of the new text right after this script.
    """
    template = env.ref(f"duret_helpdesk.{ACKNOWLEDGEMENT}", raise_if_not_found=False)
    if not template or not _is_untouched(env, template):
        return
    data = etree.parse(file_path(TEMPLATES)).getroot()
    for node in data.xpath(f"record[@id != '{ACKNOWLEDGEMENT}']"):
        data.remove(node)
    # Emptied first: the other languages keep their old text otherwise.
    env.cr.execute("UPDATE mail_template SET body_html = NULL WHERE id = %s", [template.id])
    template.invalidate_recordset(["body_html"])
    xml_import(env, "duret_helpdesk", {}, "init", noupdate=True).parse(data)


def _is_untouched(env, template):
    """True when the text is the first one in every language that is stored."""
    env.cr.execute("SELECT body_html FROM mail_template WHERE id = %s", [template.id])
    texts = env.cr.fetchone()[0] or {}
    return bool(texts) and all(WITHOUT_DATE.get(lang) == _digest(text) for lang, text in texts.items())


def _digest(text):
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def _count_delays(env):
    """Switch the clocks of the customer service on when neither they nor its hours were ever set."""
    team = env.ref("duret_helpdesk.team_customer_service", raise_if_not_found=False)
    if team and not team.use_sla and not team.resource_calendar_id:
        calendar = env.ref("duret_base.resource_calendar_duret")
        team.write({"use_sla": True, "resource_calendar_id": calendar.id})
