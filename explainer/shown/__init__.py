"""
What a reader sees on a page: the Markdown extension, the blocks it fills, components, notes and drawings.

It turns records and Markdown into elements and may import `out`, `text` and `facts`. Of files it writes only the
picture of link previews, and it does not know the engine that calls it.
"""
