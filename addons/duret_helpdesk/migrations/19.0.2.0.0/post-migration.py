"""Codes of the channels and stages that belong to OCA: an update leaves alone what it marked « noupdate »."""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

from odoo.addons.duret_helpdesk.hooks import post_init_hook


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    convert_file(env, "duret_helpdesk", "data/helpdesk_kind_data.xml", {}, mode="init", noupdate=True)
    post_init_hook(env)
