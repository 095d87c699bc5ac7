from . import test_adoption, test_assign, test_portal_rights, test_push, test_report_views, test_sync_health, test_vans
