from . import (
    test_availability,
    test_availability_refusals,
    test_booking_codes,
    test_booking_desk,
    test_booking_pages,
    test_calendar,
    test_claims,
    test_client_card,
    test_day,
    test_days_off,
    test_events,
    test_holds,
    test_js,
    test_rights,
    test_schedule,
    test_site_search,
    test_ticket_visits,
    test_timeline,
    test_tour_evening,
    test_tour_plan,
    test_tours_appointment,
    test_visit_messages,
    test_visit_reminders,
    test_visit_technicians,
)
from . import test_maintenance_contract
from . import test_maintenance_sheet
from . import test_maintenance_tour
