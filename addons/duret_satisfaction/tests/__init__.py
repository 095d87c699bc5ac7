from . import test_answers, test_client_card
