"""Tours: who goes where, in which order and when, so that less time is spent on the road.

`problem` says what a day is (stops, shifts, roads), `timing` gives an order its hours, `solver` asks the route solver
for better orders, `checker` proves that a result keeps every rule, `tours` puts them together. No Odoo here.

All times are whole minutes on one axis (the suite uses minutes since 1970 in UTC), lengths of roads are metres.
"""
