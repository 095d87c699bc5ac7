"""Words that several models of the exchange share."""

ENTITIES = [("client", "Client"), ("contact", "Contact"), ("document", "Document")]
OWNERS = [
    ("sage", "SAGE"),
    ("odoo", "Odoo"),
    ("shared", "Both"),
    ("read_only", "SAGE, never sent"),
    ("creator", "The side that made the document"),
]
