from . import duret_delay_wizard, duret_feed_wizard
