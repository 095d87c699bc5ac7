"""What the planning board shows beside the visits: areas of the technicians, and visits that wait for a day."""

AREAS = {"gaetan": "Annecy", "mathieu": "Annecy", "karim": "Arve", "lucas": "Aravis", "elodie": "Albanais"}
WAITING = 6


def write(env, scenario, refs):
    """Give the technicians their areas, and ask again for a visit at the last sites that had one.

    :param refs: reads technicians by "worker:<login>", sites and kinds of visit
    """
    for login, area in AREAS.items():
        env["fsm.person"].browse(refs[f"worker:{login}"]).duret_zone = area
    latest = list({visit.site: visit for visit in scenario.visits}.values())[-WAITING:]
    env["fsm.order"].create(
        [
            {
                "location_id": refs[visit.site],
                "team_id": refs["team"],
                "type": refs[f"type:{visit.type}"],
                "stage_id": env.ref("fieldservice.fsm_stage_new").id,
                "priority": str(rank % 4),
                "scheduled_duration": visit.hours,
            }
            for rank, visit in enumerate(latest)
        ]
    )
