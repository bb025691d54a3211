"""
What others take from the site: data files, citations, structured data, feeds, search, and the check of links.

It reads records, pages and the built site, and may import `text` and `facts`. What is printed is `book`.
"""
