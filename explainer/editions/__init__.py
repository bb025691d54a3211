"""The editions made from the built site: a PDF book, a fact sheet, an EPUB and an offline copy."""
