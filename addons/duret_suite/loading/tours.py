"""Proposals of tours, so that the planners' screen has something to show."""


def write(env, scenario, refs):
    """Prepare the tours of the next working day: as each evening, and if the clients accepted other times."""
    evening = env["duret.tour.plan"]._duret_prepare_evening(env.company)
    if evening:
        same_day = {"date_from": evening.date_from, "date_to": evening.date_to, "person_ids": evening.person_ids.ids}
        env["duret.tour.plan"].create({"company_id": env.company.id, "agreed": "move", **same_day}).action_optimise()
