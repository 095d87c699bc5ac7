from . import (
    test_answers,
    test_client_card,
    test_recovery_screens,
    test_recovery_second,
    test_recovery_signals,
    test_recovery_ticket,
    test_request_job,
    test_survey_pages,
    test_timeline,
)
