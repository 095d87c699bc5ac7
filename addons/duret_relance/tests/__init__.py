from . import test_follow_ups, test_js, test_preferences, test_relance_settings, test_reminders
