"""Words that several models of the exchange share."""

ENTITIES = [("client", "Client"), ("contact", "Contact"), ("document", "Document")]
OWNERS = [
    ("sage", "SAGE"),
    ("odoo", "Odoo"),
    ("shared", "Both"),
    ("read_only", "SAGE, never sent"),
    ("creator", "The side that made the document"),
]

# Codes of a run that a brake has stopped: a manager who has looked lets it pass.
BRAKES = ("would_change", "would_vanish", "would_create", "would_change_sage")
