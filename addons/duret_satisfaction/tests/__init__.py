from . import test_answers, test_client_card, test_request_job, test_survey_pages, test_timeline
