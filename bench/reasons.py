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
        "Lighthouse takes each task four times, and the first layout is one. Only the first screen is laid out at "
        "once. What is left is near the budget, and single runs of one page differ by a hundred milliseconds on a "
        "machine that has other work: run this part alone."
    ),
}
UNKNOWN = "No reason is known yet: measure again with nothing else running, then look for what has changed."


def reason(budget: str) -> str:
    """The reason why a budget of this name is missed."""
    return next((words for start, words in REASONS.items() if budget.startswith(start)), UNKNOWN)
