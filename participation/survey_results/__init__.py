"""What a survey's answers amount to: tables for officials and the public, files, and who took part.

``suppression`` is the one rule of what may be told of few people; pages, files and whatever else shows numbers ask it.
``queries.counts_of`` adds up in the database; ``tables`` makes tables of it, which ``views`` says in words and
``results_file`` writes as a file, so that all of them hold the same numbers. ``columns`` and ``reading`` are the file
with every answer, which ``jobs`` makes in the background; ``checking`` compares all of it with what was received.
``representation`` compares what people have told about themselves with the population, ``represented`` for readers.
"""
