from . import res_company
from . import res_config_settings
from . import duret_intervention_report
from . import sale_order_line
from . import sale_order
