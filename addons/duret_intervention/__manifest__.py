{
    "name": "Duret - Interventions",
    "summary": "Material used on visits and stock of the technicians' vans",
    "version": "19.0.1.0.0",
    "category": "Services/Field Service",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": [
        "duret_planning",
        "fieldservice_stock",
    ],
    "data": [
        "security/res_groups.xml",
        "security/ir.model.access.csv",
        "security/portal_access.xml",
        "data/stock_location_data.xml",
        "views/fsm_person_views.xml",
        "views/fsm_order_views.xml",
        "views/stock_quant_views.xml",
        "views/stock_move_views.xml",
        "views/menus.xml",
    ],
}
