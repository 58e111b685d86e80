"""The commands of `whale`, a module each: arguments in, the room that does the work called, output printed.

Belongs here: arguments and output. Doesn't belong here: work. What is slow to import is imported inside the function
that needs it.
"""
