from . import test_client_card, test_rights, test_schedule, test_ticket_visits, test_timeline
