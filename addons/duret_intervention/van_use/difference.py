"""What is still to be moved between a van and a client."""

from collections import Counter
from decimal import Decimal


def difference(used, booked):
    """Say what is to be moved so that the stock tells what was used.

    :param used: list of (product, quantity as decimal text), possibly several of one product
    :param booked: list of (product, quantity as decimal text) moved already: negative when it came back
    :return: dict {product: Decimal}, positive from the van to the client, negative the other way; no zeros

    >>> difference([("a", "2"), ("b", "1.5"), ("a", "1")], [("a", "1"), ("c", "4")])
    {'a': Decimal('2'), 'b': Decimal('1.5'), 'c': Decimal('-4')}
    """
    left = Counter()
    for product, quantity in used:
        left[product] += Decimal(quantity)
    for product, quantity in booked:
        left[product] -= Decimal(quantity)
    return {product: quantity for product, quantity in left.items() if quantity}
