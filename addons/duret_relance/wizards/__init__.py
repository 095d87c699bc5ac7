from . import duret_relance_preview, duret_relance_preview_line
