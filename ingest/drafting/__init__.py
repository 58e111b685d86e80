"""Drafts: what a file seems to be, written as a contract with its doubts, so that adding a system starts there.

Belongs here: guessing from the bytes and texts of a file, each guess with its reason, and the proof that the draft
lands the file. Doesn't belong here: landing itself, which never guesses; screens and options (orchestration/commands).
"""
