"""A second computation of every figure, written apart from the portal's by another hand.

It was written from the evaluation method and the data files, without reading the portal's own computation, so that a
slip of one hand is seen by the other. It stays of use only while it stays apart:

- nothing in this package imports from the portal's apps (`test_apart.py` holds that): stored rows are read as plain
  dictionaries through Django's registry of models, plans, cycles and questionnaires as plain YAML;
- a difference is never mended by copying what the other side does. It is either a misreading here, an unclear place
  of the method, or a fault of the portal's code; `open_points.py` names those that are not settled yet.

`inputs` reads, `ledger` says which report counts, `classes` what a Party counts as, `shares` counts, `changes` compares
two cycles, `verdicts` judges targets, `registry` counts records, `facts` reads treaty dates and milestones, `whole`
makes every expected row, and `comparing` sets them beside what is stored, column by column.

Rows are plain dictionaries, classes are {Party: (class, settled)}, numbers are integers and fractions.
"""
