"""The Dallas Searches: reads the records and pages, checks them, and makes the site of them."""
