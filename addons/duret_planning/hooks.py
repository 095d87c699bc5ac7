"""What the database needs before and after the installation."""


def pre_init_hook(env):
    """Let PostgreSQL put a technician and a time range in one exclusion constraint."""
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


def post_init_hook(env):
    """Give the technicians and the visits that are already there what new ones get when they are created."""
    env["fsm.person"].with_context(active_test=False).search([])._duret_ensure_resource()
    env["res.partner"]._duret_geolocate_sites()
    env["duret.slot.claim"]._duret_reconcile()
