from . import duret_intervention_report
from . import duret_my_day
from . import duret_sage_desk_partner
from . import duret_sale_visit
from . import duret_visit_opinion
from . import fsm_order
from . import sale_order
from . import sale_order_line
