{
    "name": "Duret - Follow-ups",
    "summary": "The list of what must be followed up, by date and by person",
    "version": "19.0.1.0.0",
    "category": "Services/Helpdesk",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": [
        "duret_base",
        "mail",
        "sms",
    ],
    "data": [
        "data/mail_activity_type_data.xml",
        "views/mail_activity_views.xml",
        "views/menus.xml",
    ],
}
