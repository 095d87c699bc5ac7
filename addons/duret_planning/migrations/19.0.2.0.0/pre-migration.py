def migrate(cr, version):
    """Prepare the constraint on time taken, which is new: its operators live in an extension of PostgreSQL."""
    cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
