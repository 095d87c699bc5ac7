from . import figures_book, my_opinions, opinion_page, survey
