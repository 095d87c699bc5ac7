"""A stand-in for SAGE, built from public documentation only: its tables, lengths, habits and traps, behind three doors.

It proves what our side does when SAGE behaves as documented. It proves nothing of the client's own SAGE.
"""
