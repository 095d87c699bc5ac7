from . import (
    base_partner_merge_automatic_wizard,
    duret_sage_check,
    duret_sage_check_line,
    privacy_lookup_wizard,
    privacy_lookup_wizard_line,
    sale_advance_payment_inv,
)
