"""Makes an explainer: reads its records and pages, checks them, and makes the site and the books of them."""
