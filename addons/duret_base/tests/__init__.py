from . import (
    test_company,
    test_doors,
    test_js,
    test_mails,
    test_notifications,
    test_partner_phones,
    test_public_holidays,
    test_reports,
    test_roles,
    test_timeline,
)
