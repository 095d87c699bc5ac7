from . import test_billing, test_billing_rights, test_field_outcome, test_field_quotation
