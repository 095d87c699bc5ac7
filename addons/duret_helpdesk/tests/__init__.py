from . import test_automatic_mail, test_internal_mail, test_mail_inbox, test_mail_to_ticket, test_own_addresses, test_portal
