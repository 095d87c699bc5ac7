from . import duret_timeline
from . import res_partner
