#!/usr/bin/env python3
"""`config/backup.py backup|restore|verify|list|prune|check|daemon`: see docs/exploitation.md."""

import sys

from duret_backup.cli import main

if __name__ == "__main__":
    sys.exit(main())
