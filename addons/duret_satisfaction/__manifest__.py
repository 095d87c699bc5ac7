{
    "name": "Duret - Satisfaction",
    "summary": "The questionnaire that follows a visit, and its answers",
    "version": "19.0.1.0.0",
    "category": "Services/Helpdesk",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "development_status": "Beta",
    "depends": [
        "duret_helpdesk",
        "fieldservice",
        "survey",
    ],
    "data": [
        "security/res_groups.xml",
        "security/ir.model.access.csv",
        "security/portal_access.xml",
        "data/survey_survey_data.xml",
        "views/survey_user_input_views.xml",
        "views/menus.xml",
    ],
}
