"""A Clearing-House to test against: the same addresses, shapes and faults over a generated registry.

For tests and demonstrations, on loopback only. Nothing that it serves is real; every title says "Demonstration".

In a test: `with serving(demonstration_registry(records=3_000), Faults("429:count=3")) as base: …`. A registry is
changed by its own methods (add, revise, delete, publish, change_treaty); copy() of one that was built costs little.
As a process: `manage.py serve_bch_double`; `/__faults__` and `/__registry__` do the same by HTTP (control.py).
"""
