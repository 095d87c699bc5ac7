{
    "name": "Duret - Interventions to Invoice",
    "summary": "From a closed report of a visit to the lines of a quotation, once",
    "version": "19.0.1.0.0",
    "category": "Services/Field Service",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "development_status": "Beta",
    "auto_install": True,
    "depends": [
        "duret_intervention",
        "sale_crm",
        "sale_management",
        "sale_stock",
    ],
    "data": [
        "security/res_groups.xml",
        "data/product_data.xml",
        "views/duret_intervention_report_views.xml",
        "views/sale_order_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/res_config_settings_views.xml",
    ],
}
