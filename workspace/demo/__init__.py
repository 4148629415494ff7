"""The demo world: invented people of invented organisations, and what they say to each other.

The people stand in people.toml, the groups in groups.toml, every conversation in a file of its
own in threads/ (script.py says how to write one). Nothing here goes around the models' verbs.
"""
