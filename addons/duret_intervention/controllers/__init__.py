from . import app_page, assign, my_reports, photo, sync_pull, sync_push, verify
