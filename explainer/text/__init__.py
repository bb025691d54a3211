"""
What an editor wrote: pages and their blocks, what each page cites, and the rules that prose must keep.

It reads sources, never built pages, so that an error can name the line to mend. It may import `facts`.
The table of blocks (`blocks`) and the answer to "what does this page cite?" (`cites`) stand here once.
"""
