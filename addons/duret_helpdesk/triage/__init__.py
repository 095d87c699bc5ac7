"""What a message asks for: type, team and urgency, with the words that decided.

Pure Python, without Odoo. `text` cleans a message, `features` turns it into weighted signs, `weights` reads and
writes a trained model (numbers only, with its checksum), `classifier` scores: plain Python, no numerical library,
so that a web worker pays a few megabytes. `training` is the only room that imports scikit-learn; it runs as a
program of its own (`python -m triage.training`). `corpus` reads the labelled messages, `evaluation` counts.
"""
