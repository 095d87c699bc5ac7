from . import duret_feed_wizard
