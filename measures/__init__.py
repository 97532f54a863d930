"""The ten measures, the leading group, the systems, and the ledger of what the letter promised.

A *commitment* is a sentence of a public reply that has an owner, a number or a date; issuing it
makes one *task* for each 县(区), and each task is one Matter of the loop (kind ``commitment``).
A *theme* is what the letter names near the ten measures; it has no number until it is mapped.
"""
