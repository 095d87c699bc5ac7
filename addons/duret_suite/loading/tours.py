"""The proposal of the evening, so that the tours have something to show."""


def write(env, scenario, refs):
    """Prepare the tours of the next working day, as the scheduled action does each evening."""
    env["duret.tour.plan"]._duret_prepare_evening(env.company)
