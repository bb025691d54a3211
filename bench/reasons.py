"""Why a budget is missed, as far as it is known: printed under the table, so that nobody has to guess."""

from __future__ import annotations

# By the beginning of the budget's name. Figures are those of a profile of the part, alone on the machine.
REASONS = {
    "The book, processor time a page": (
        "WeasyPrint sets the text in Python, and a page holds some 330 words. Alone on the machine, of 150 ms a page "
        "layout takes 75, drawing 34, styles and boxes 18, and 11 go to returning the memory of each chapter, without "
        "which 250 MiB are not kept. The faster parser and the chapters printed one by one are in; what is left is "
        "the layout itself."
    ),
    "Blocking time": (
        "Lighthouse counts the first layout of a page four times. Only the first screen is laid out at once; other "
        "work on the machine lengthens that as well, so run this part alone."
    ),
    "Growth": (
        "Each page costs the same; what grows faster is the memory that Python looks through while thousands of "
        "pages are held, and a list of sources or claims as long as all pages together."
    ),
}
UNKNOWN = "No reason is known yet: measure again with nothing else running, then look for what has changed."


def reason(budget: str) -> str:
    """The reason why a budget of this name is missed."""
    return next((words for start, words in REASONS.items() if budget.startswith(start)), UNKNOWN)
