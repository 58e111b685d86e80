"""tests/structure/: the rules of the house, each a check that fails the build.

Every rule is a function that returns what it found, line by line, and is proven here on something that is wrong on
purpose. Doesn't belong here: what the warehouse computes.
"""
