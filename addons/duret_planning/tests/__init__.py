from . import test_rights, test_schedule, test_ticket_visits
