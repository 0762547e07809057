"""One function for each thing a person does: `(ports, signer, ..., progress=silent)` in, a frozen result out.

Each opens its own unit of work, takes the acting signer explicitly and knows the world outside by Protocol alone
(`ports`). The modules, and what people do in them:

* `start` name, school, phrase; `joining` start a network, invite, request, admit, drop, publish, accept;
* `triads` visits, dates, people, contacts; `belonging` who is of a triad; `calendar_file`; `home` the three lists;
* `reviews` begin, list, open, text;
* `typing` keep every keystroke, settle it into changes; `writing` set fields in one act; `whose` who else
  may; `history`, `settling`;
* `preparing` focus, own views, answers, sharing plan; `context` facts from the register; `documents` attach, read,
  save; `last_time` type, bring, close; `earlier` what a review takes over; `calling` the pre-visit call;
  `printing` paper for the visit; `handbooks` the versions that reviews were begun with;
* `noting` notes; `grading` hidden views, show, agree;
* `points` main points and next steps; `reporting` what the report would say, its length and pages; `findings` what to
  look at before signing; `checking` for accuracy; `signing` versions and signatures; `planning` the action plan;
* `sharing` reports by level; `sending` working copies, receipts (`posting` makes the file, `went` says what became of
  it); `opening` any file: look, bring in, take out; `inspecting` look into one; `admitting` who lets in what is aside;
* `post` what came and went, send again; `recalling` a file sent to the wrong person; `carriers` e-mail and the watched
  folder, `inbox` what came into it;
* `verifying` a report or review file; `keeping` safe copies, repair, emergency sheet, remove for good; `lunch` the copy
  with a review file beside it; `bringing_back` what a safe copy could not bring back;
* `office` what a network's office puts together and publishes; `joining_table` slips, requests and the welcome at a
  heads' briefing; `devices` a second or a new computer (`own_keys` whose keys one has);
  `handing_over` a school's reviews to its new head; `members_news` what a newer list of members says otherwise;
* `stamping` a new stamp for the network; `issuing` a handbook from the office;
* `leading` the lead headteacher; `board` the school improvement team; `founding` a network from a list of people.
"""
