from . import test_sage_number
