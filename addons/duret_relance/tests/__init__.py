from . import test_follow_ups
