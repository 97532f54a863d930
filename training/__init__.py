"""Training hours and credits of every teacher, against the dated requirement.

A 学员 (learner) is a teacher, school head or education official. What a school files is a batch
(申报批次) of claims; the county verifies it, the city recognises it into an append-only ledger.
"""
