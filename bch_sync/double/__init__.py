"""A Clearing-House to test against: the same addresses, shapes and faults over a generated registry.

For tests and demonstrations, on loopback only. Nothing that it serves is real; every title says "Demonstration".
"""
