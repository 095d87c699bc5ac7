"""The words of the classification, shared by the corpus, the model and the database."""

TYPES = (
    "breakdown",
    "maintenance",
    "quotation",
    "worksite",
    "invoice",
    "appointment",
    "complaint",
    "information",
    "internal",
)
TEAMS = ("front_desk", "repair", "sales", "works", "accounts")
URGENCIES = ("0", "1", "2", "3")  # as helpdesk.ticket.priority: low, medium, high, very high

# Who handles what, when nothing says otherwise.
TEAM_OF_TYPE = {
    "breakdown": "repair",
    "maintenance": "repair",
    "quotation": "sales",
    "worksite": "works",
    "invoice": "accounts",
    "appointment": "front_desk",
    "complaint": "front_desk",
    "information": "front_desk",
    "internal": "front_desk",
}
