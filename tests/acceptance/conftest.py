"""The acceptance tests of the policy (POLICY.md A9), by number: through the pages, and once more at the action.

Each is called ``test_a9_<number>_…`` and stands where its feature is tested, or here. ``pytest -k a9`` runs them all.

== ===================================================== =======================================================
01 a committee decides on a municipality-wide dialogue   tests/dialogues/test_authority.py
02 the council decides outside the period                tests/dialogues/test_authority.py
03 a period of 40 months                                 tests/bodies/test_registers.py
04 it opens while a committee has not answered           tests/dialogues/test_consultation.py
05 an employee decides on the degrees                    tests/acceptance/test_moves.py
06 information as a degree                               tests/acceptance/test_moves.py
07 goal and purpose alike                                tests/acceptance/test_moves.py
08 what cannot be influenced                             tests/acceptance/test_moves.py
09 the decision before the handling                      tests/acceptance/test_moves.py
10 decided while it is open                              tests/acceptance/test_moves.py
11 a locked purpose                                      tests/acceptance/test_moves.py
12 closed, then handled                                  tests/acceptance/test_moves.py
13 handled, then evaluated                               tests/acceptance/test_moves.py
14 one feedback of two                                   tests/acceptance/test_closing.py
15 a theme without a stance                              tests/acceptance/test_closing.py
16 a contribution without a theme                        tests/acceptance/test_closing.py
17 a consultation by law of 20 days                      tests/acceptance/test_statutory.py
18 a review by law of 29 days                            tests/acceptance/test_statutory.py
19 an idea in Arabic, no e-ID, no script                 tests/acceptance/test_residents.py,
                                                         tests/browser/test_without_scripts.py
20 citizenship                                           tests/acceptance/test_citizenship.py,
                                                         tests/surveys/test_office.py
21 what one person has said                              tests/acceptance/test_roles.py
22 a cell with four people                               tests/survey_results/test_suppression.py,
                                                         tests/survey_results/test_represented.py,
                                                         tests/survey_results/test_results.py
24 a hidden idea                                         tests/acceptance/test_hidden.py
25 a guest's report                                      tests/acceptance/test_residents.py
27 not completed until it is fed back                    tests/acceptance/test_closing.py
28 every page                                            tests/conventions/test_pages.py, tests/browser/test_views.py,
                                                         tests/browser/test_keyboard.py
29 an elected representative's comment                   tests/acceptance/test_roles.py
30 declined without a motive                             tests/initiatives/test_moves.py
== ===================================================== =======================================================

Not there, because what they ask about is not: residents have no accounts (23), and there is no annual follow-up (26);
for the same reason 27 asks the figure that residents see, not that of the annual accounts. The last part of 12 and 13,
that the step is refused whoever takes it, is in tests/changes as well.
"""

from __future__ import annotations

from tests.changes.conftest import Place, place
from tests.dialogues.conftest import signed_in, town

__all__ = ["Place", "place", "signed_in", "town"]
