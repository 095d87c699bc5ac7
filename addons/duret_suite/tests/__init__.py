from . import test_french, test_quotation_follow_up, test_scenario, test_ticket_roles
