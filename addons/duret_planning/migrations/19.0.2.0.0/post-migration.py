from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give technicians their resource and planned visits their claims; visits that overlap become tasks."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["fsm.person"].with_context(active_test=False).search([])._duret_ensure_resource()
    env["duret.slot.claim"]._duret_reconcile()._duret_tell_overlap()
