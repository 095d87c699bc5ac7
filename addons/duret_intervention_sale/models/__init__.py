from . import res_company
from . import res_config_settings
from . import duret_intervention_report
from . import duret_sale_request
from . import helpdesk_ticket
from . import sale_order_line
from . import sale_order
