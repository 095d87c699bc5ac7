{
    "name": "Duret Service Client",
    "summary": "The whole suite: from the request to the visit and to the client's opinion",
    "version": "19.0.1.0.0",
    "category": "Services/Helpdesk",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "development_status": "Beta",
    "application": True,
    "depends": [
        "duret_base",
        "duret_relance",
        "duret_helpdesk",
        "duret_planning",
        "duret_intervention",
        "duret_satisfaction",
        "duret_sage_sync",
    ],
}
