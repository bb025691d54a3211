"""
What is printed and packed: the book, the record, single pages, the fact sheet, the EPUB and the offline copy.

`chapters` reads built pages and the records into a tree of meaning (`tree`); `press` hands it to Typst, `epub`
writes it as XHTML. What a designer changes stands in overrides/print/. It may import all other wings, and
none of them may import it.
"""
