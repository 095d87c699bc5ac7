from . import feed
from . import booking, my_visits, visit_link
from . import maintenance
