"""tests/: what the project promises, as checks that run.

unit/ one function or class at a time; integration/ rooms together, on real files and databases;
golden/ published worked examples; structure/ the shape of the house; fixtures/ small files that several tests read.
"""
