from . import my_opinions, opinion_page, survey
