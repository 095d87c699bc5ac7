{
    "name": "Duret - Base",
    "summary": "Roles, telephone numbers, working calendar and look of Duret Électricité",
    "version": "19.0.1.0.0",
    "development_status": "Beta",
    "category": "Services",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "depends": ["base_setup", "contacts", "mail", "phone_validation", "portal", "resource"],
    "data": [
        "security/res_groups.xml",
        "views/door_templates.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["duret_base/static/src/fields/**/*"],
        "web.assets_unit_tests": ["duret_base/static/tests/**/*.test.js"],
    },
}
