"""The demo company: Duret Électricité and six months of its service, made from a seed.

Nothing here imports Odoo: ``generator.build`` gives plain data. ``load`` writes them to a database.
"""


def load(env, seed=2026, now=None):
    """Write the demo company to the database of ``env``.

    :param env: Odoo environment, any user; everything is written as the superuser, nothing is committed
    :param seed: same seed and same day give the same company
    :param now: aware or naive UTC datetime taken as the present; None for the database's own clock
    :return: dict of the number of records made, by kind
    :raises odoo.exceptions.UserError: when the demo company is already there
    """
    from ..loading import load_company

    return load_company(env, seed=seed, now=now)
