from . import test_french, test_scenario, test_ticket_roles
from . import test_quotation_follow_up
