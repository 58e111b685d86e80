"""demo/: a made-up Polish wholesaler of tools, from seeded chance to the exports that its systems would write.

Belongs here: the simulation of the company (parties, catalogue, sales, service, marketing, accounting), the writers of
its files, the planted faults, and the truth behind the exports. Doesn't belong here: reading exports (ingest), the
cost model (seeds), any figure that the warehouse computes. Imports settings and no other room.

Every draw of chance is a function of the seed, the purpose and the identity of the thing it decides, never of the
order of work: one table can change without moving another, and threads and chunks don't matter.
"""
