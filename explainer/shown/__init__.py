"""
What a reader sees on a page: the Markdown extension, the blocks it fills, components, notes and drawings.

It turns records and Markdown into elements and may import `text` and `facts`. It writes no file and does not
know the engine that calls it.
"""
