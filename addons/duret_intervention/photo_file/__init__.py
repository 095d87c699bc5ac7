"""Photos as bytes: frames on the wire, what a file claims to be, its position taken out.

Pure Python, without Odoo. `frames` reads what a telephone sends, `parts` says how far an interrupted photo came,
`header` looks at the first bytes of a file without decoding the image, `cleaning` takes everything out of a file that
does not draw (position, comments, names of devices), without touching a pixel; `tiff` reads and writes the way up.
`place` reads a position and its seal, `small` makes thumbnails.
"""
