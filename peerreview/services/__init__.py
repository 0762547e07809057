"""One function for each thing a person does: `(ports, signer, ..., progress=silent)` in, a frozen result out.

Each opens its own unit of work, takes the acting signer explicitly and knows the world outside by Protocol alone
(`ports`). The modules, and what people do in them:

* `start` name, school, phrase; `joining` start a network, invite, request, admit, drop, publish, accept;
* `triads` visits, dates, people, contacts; `home` the three lists; `reviews` begin, list, open, text of a review;
* `typing` keep every keystroke, settle it into changes; `writing` set fields in one act; `history`, `settling`;
* `preparing` focus, own views, answers, sharing plan; `noting` notes; `grading` hidden views, show, agree;
* `points` main points and next steps; `reporting` the model, the meter, versions, signing; `checking` for accuracy;
* `sharing` reports by level; `sending` working copies, receipts; `opening` any file: look, bring in, take out;
* `verifying` a report or review file; `keeping` safe copies, repair, emergency sheet, remove for good;
* `leading` the lead headteacher; `board` the school improvement team.
"""
