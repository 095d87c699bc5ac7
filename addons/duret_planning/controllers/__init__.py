from . import booking, feed, maintenance, my_visits, visit_delay, visit_link, waiting_list
