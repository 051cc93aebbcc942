"""Whom a dialogue's respondents are compared with: figures of the population, imported with source and date.

``csv_file`` and ``json_stat`` read a file into cells; ``figures`` makes figures of our own bands of them
(``rules.VARIABLES``: those that people tell about themselves in after a survey). A table that has been imported never
changes: a newer one goes before it (``rules.nearest``), and the older stays readable. Nothing is fetched from anywhere.
"""
