from . import (
    duret_rate_limiter,
    ir_attachment,
    ir_http,
    mail_message,
    mail_thread,
    portal_mixin,
    res_users,
)
