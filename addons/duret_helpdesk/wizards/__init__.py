from . import duret_clock_explanation, mail_compose_message
