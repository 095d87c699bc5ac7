from . import (
    test_french,
    test_online_discount,
    test_quotation_follow_up,
    test_sage_day,
    test_sage_orders,
    test_sage_reminders,
    test_scenario,
    test_ticket_roles,
    test_visit_opinion,
)
