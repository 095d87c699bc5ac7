from . import test_rights, test_schedule, test_ticket_visits
from . import test_client_card
