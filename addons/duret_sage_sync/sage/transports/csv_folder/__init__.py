"""Exchange by files in a folder, the default: it works with every SAGE that has a menu « Exporter »."""
