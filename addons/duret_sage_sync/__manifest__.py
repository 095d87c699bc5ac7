{
    "name": "Duret - SAGE",
    "summary": "One client base: clients, quotations and invoices of SAGE and Odoo stay equal",
    "version": "19.0.2.0.0",
    "category": "Accounting/Accounting",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": [
        "duret_base",
        "account",
        "l10n_fr_account",
        "queue_job",
        "sale_management",
    ],
    "external_dependencies": {"python": ["phonenumbers", "python-stdnum", "rapidfuzz", "zeep"]},
    "data": [
        "security/res_groups.xml",
        "security/ir.model.access.csv",
        "views/res_partner_views.xml",
        "views/menus.xml",
    ],
}
