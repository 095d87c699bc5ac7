from . import app_page
