{
    "name": "Duret - SAGE",
    "summary": "Client numbers of SAGE on the contacts, and the queue of exchanges",
    "version": "19.0.1.0.0",
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
    "data": [
        "security/res_groups.xml",
        "security/ir.model.access.csv",
        "views/res_partner_views.xml",
        "views/menus.xml",
    ],
}
