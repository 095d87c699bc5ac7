"""Products, the depot and what the vans carry."""

from ..scenario.catalogue import PRODUCTS, VAN_PRODUCTS

DEPOT_QUANTITY = 60


def write(env, scenario, refs):
    """Create products and vans.

    :param refs: receives "product:<key>" and "van:<login>"
    """
    products = env["product.product"].create(
        [
            {
                "name": name,
                "default_code": code,
                "list_price": price,
                "standard_price": cost,
                "type": "service" if kind == "service" else "consu",
                "is_storable": kind == "goods",
                "purchase_ok": kind == "goods",
            }
            for name, code, price, cost, kind in PRODUCTS.values()
        ]
    )
    refs.update({f"product:{key}": product.id for key, product in zip(PRODUCTS, products, strict=True)})
    _write_vans(env, refs)
    _fill(env, refs)


def _write_vans(env, refs):
    parent = env.ref("duret_intervention.stock_location_vans")
    # Written again in French: the complete names of places are stored in the language of whoever writes them.
    parent.name = "Véhicules"
    workers = env["fsm.person"].browse([refs[f"worker:{login}"] for login in VAN_PRODUCTS])
    vans = env["stock.location"].create(
        [
            {"name": f"Fourgon {worker.name.split()[0]}", "location_id": parent.id, "usage": "internal"}
            for worker in workers
        ]
    )
    for login, worker, van in zip(VAN_PRODUCTS, workers, vans, strict=True):
        worker.duret_van_location_id = van
        refs[f"van:{login}"] = van.id


def _fill(env, refs):
    """Fill the depot and the vans with what visits will take."""
    depot = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    rows = [
        (refs[f"product:{key}"], depot.id, DEPOT_QUANTITY)
        for key, (_name, _code, _price, _cost, kind) in PRODUCTS.items()
        if kind == "goods"
    ]
    rows += [
        (refs[f"product:{key}"], refs[f"van:{login}"], 40 + 6 * rank)
        for login, keys in VAN_PRODUCTS.items()
        for rank, key in enumerate(keys)
    ]
    quants = env["stock.quant"].with_context(inventory_mode=True)
    quants.create(
        [
            {"product_id": product_id, "location_id": location_id, "inventory_quantity": quantity}
            for product_id, location_id, quantity in rows
        ]
    ).action_apply_inventory()
