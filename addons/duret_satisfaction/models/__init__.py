from . import duret_timeline
from . import res_partner
from . import survey_user_input
from . import survey_user_input_line
