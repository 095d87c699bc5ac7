"""Memory of the exchange in the database of Odoo: what `sage.store.Store` asks for."""
