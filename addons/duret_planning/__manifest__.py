{
    "name": "Duret - Planning",
    "summary": "Visits of Duret's technicians: who goes where, when, and for which request",
    "version": "19.0.1.0.0",
    "category": "Services/Field Service",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": [
        "duret_helpdesk",
        "fieldservice",
        "fieldservice_calendar",
        "fieldservice_recurring",
        "fieldservice_skill",
        "fieldservice_timeline",
    ],
    "data": [
        "security/res_groups.xml",
        "security/ir_rule.xml",
        "security/ir.model.access.csv",
        "data/fsm_stage_data.xml",
        "views/fsm_order_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["duret_planning/static/src/timeline/*"],
    },
}
