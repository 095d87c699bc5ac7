from . import duret_report_amend
