from . import app_page, photo, sync_pull, sync_push
