"""Whether a newly trained model may replace the one in use."""

COVERAGE_MARGIN = 0.05  # what the new model may leave more to a person, when it is right more often
PROMISE = 0.95  # precision of what is dispatched alone


def reasons_against(new: dict, active: dict | None) -> list[str]:
    """Why a new model must not replace the active one; nothing when it may.

    :param new: figures by set of messages ("evaluation", "held_back"), as `evaluation.evaluate` gives them
    :param active: the same of the model in use, None when there is none
    :return: codes `<set>_<figure>`: worse on `accuracy`, `precision` or (by more than `COVERAGE_MARGIN`) `coverage`;
        `evaluation_promise` when the precision promised is not held
    """
    found = []
    if new["evaluation"]["precision"] < PROMISE:
        found.append("evaluation_promise")
    for part in ("evaluation", "held_back"):
        if not active or part not in new or part not in active:
            continue
        for figure, margin in (("accuracy", 0.0), ("precision", 0.0), ("coverage", COVERAGE_MARGIN)):
            # A handful of held-back messages says nothing of what is dispatched alone.
            if part == "held_back" and figure != "accuracy":
                continue
            if new[part][figure] < active[part][figure] - margin:
                found.append(f"{part}_{figure}")
    return found
