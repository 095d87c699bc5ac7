from . import test_automatic_mail, test_internal_mail, test_mail_inbox, test_mail_to_ticket, test_own_addresses, test_portal
from . import test_call_journal, test_client_card, test_new_call, test_tours_call
from . import test_portal_answer, test_portal_request, test_portal_rights
from . import test_relance_job
from . import test_relance_channels
from . import test_relance_screens
