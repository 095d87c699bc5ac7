from . import test_client_card, test_sage_number, test_timeline
