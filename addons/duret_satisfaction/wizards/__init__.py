from . import helpdesk_ticket_merge, privacy_lookup_wizard, privacy_lookup_wizard_line, survey_invite
