"""
What we know: the records of `docs/data/` and the settings of the site, read, typed and checked.

Nothing in here knows a page, HTML or an engine. It may import nothing from the other wings.
"""
