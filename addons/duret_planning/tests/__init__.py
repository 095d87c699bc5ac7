from . import (
    test_calendar,
    test_claims,
    test_client_card,
    test_days_off,
    test_events,
    test_holds,
    test_rights,
    test_schedule,
    test_site_search,
    test_ticket_visits,
    test_timeline,
)
