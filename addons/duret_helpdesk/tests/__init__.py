from . import test_automatic_mail, test_internal_mail, test_mail_inbox, test_mail_to_ticket, test_own_addresses, test_portal
from . import test_call_journal, test_client_card, test_new_call, test_tours_call
from . import test_portal_answer, test_portal_request, test_portal_rights
from . import test_relance_job
from . import test_relance_channels
from . import test_relance_screens
from . import test_answers, test_find_tours, test_search, test_timeline
from . import test_js
from . import test_tours_triage, test_triage, test_triage_learning
from . import test_automatic_answers, test_sla_alerts, test_sla_clock, test_sla_oca_flaws, test_sla_words
from . import test_import
from . import test_tours_portal
from . import test_callbacks, test_day_tours, test_my_day
from . import test_measures, test_next_action, test_orphans, test_priority, test_requests
