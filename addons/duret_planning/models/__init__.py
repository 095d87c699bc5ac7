from . import duret_my_day
from . import duret_timeline
from . import fsm_location
from . import fsm_order
from . import helpdesk_ticket
from . import res_partner
