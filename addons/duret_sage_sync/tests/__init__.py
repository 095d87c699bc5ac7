from . import (
    test_client_card,
    test_client_desk,
    test_client_desk_versions,
    test_sage_number,
    test_store_constraints,
    test_store_counts,
    test_store_lives,
    test_store_oracle,
    test_store_stories,
    test_store_transactions,
    test_timeline,
)
