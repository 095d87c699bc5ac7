from . import test_portal_rights, test_vans
