"""How residents answer: pages, drafts, files, sending, changing, and what they may tell about themselves.

``steps`` (pure) says which page comes when; ``drafts`` keeps what has been answered so far, from the first page sent;
``attached`` keeps files with the draft; ``sending`` makes the draft a response, once, and changes it until closing;
``said`` is an answer in words, for whoever reads it again; ``background`` takes what people tell about themselves, on
its own. The pages are ``surveys.residents``.
"""
