"""Surveys: questions with answers to choose or write. One definition, three ways in: web, paper, staff entry.

**What is asked** (``models.asked``). A ``Survey`` of a dialogue has questions in *versions*. Questions, options and
rows of a matrix have a ``key`` that never changes: not by saving, moving or a new version; a copy maps every key to a
new one (``definition.renewed``). A version that somebody has answered does not change: ``building`` retires it
(``retired_at``) and stores the next with the same key. ``survey.questions`` are those asked now, ``every_version`` all.

**The pure side** knows no table. ``queries.definition_of(survey)`` gives a ``definition.Definition`` of
``definition.Asked``; ``queries.versions_of(survey)`` every version by key, for results. On it work:

- ``given``: ``read(asked, raw, files)`` makes a ``Given`` of what a form sent, or a list of ``Fault``; ``read_all`` for
  several; ``raw_of`` goes back; ``field_names`` are the names in a form. Raw values are ``{name: [texts]}``, kept byte
  for byte in drafts and shown again as they are. ``sentences.fault_sentence`` says what is wrong.
- ``places`` reads what a map sends and coordinates that people type.
- ``branching``: ``path(definition, given.readable(definition, raw))`` gives the pages and questions somebody is shown;
  ``path(…).answers(answers)`` leaves out what is off the path (it stays in the draft, never in the submission);
  ``check`` finds loops and dead ends; ``sentences.shown_if`` says a condition in words.
- ``rules.PARTS``: what each sort of question consists of. A new sort is a row there, in ``given._READERS``, in
  ``views`` and ``components/survey_question.html``, and in the builder's form.

**What is answered** (``models.answers``). A ``SurveyResponse`` is a contribution; UNIQUE(survey, respondent key) and an
idempotency key make it one. ``actions.submit_response`` stores it with its ``Answer`` rows in one transaction
(``recording.rows_of``, ``given_of``, ``queries.given_in``). ``ResponseRevision`` holds what it said before the person
changed it (``recording.as_json``). ``queries.is_live()`` must be part of every read of answers: taken-out ones have a
``deletion_id``. A map's answer has ``place`` (GeoJSON), ``words`` or both; "Other" is ``words`` beside its option.

**How people come to answer** (``models.answering``). ``SurveyDraft``: raw values by respondent key, resumable by its
return code (give the response the same), expiring; ``seen`` tells whether a question has changed since. ``StoredFile``
is the row of a file in the private store. ``Invitation`` knows a code by its hash only, and not who answered.
``StaffEntry`` is what staff typed in, perhaps twice. ``AnswerDeletion`` is the two-step deletion.

**Results** (``models.results``). ``Demographics`` refers to the dialogue and nothing else, by the week.
``SurveyExport`` and ``SurveyCheck`` are made by jobs.

**For pages**: ``answering_forms.page_form(questions)`` keeps what residents send, a page at a time;
``forms.survey_form(definition, files)`` keeps and checks a whole survey at once, as staff type it in;
``views.question_views(definition, raw, errors, only=…)`` is what
``components/survey_question.html`` draws. ``wording`` knows every text in several languages.
"""
