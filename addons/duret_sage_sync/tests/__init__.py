from . import test_sage_number
from . import test_client_card
