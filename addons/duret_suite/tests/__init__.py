from . import test_french, test_scenario
