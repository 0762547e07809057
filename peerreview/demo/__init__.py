"""A whole term of an invented network, played through the real services: nothing in it is made in any other way.

`script` the invented words; `clock` time and chance that the play moves; `company` the people with their profiles;
`post` the files between them; `stage` plays scenes in the order of their days. The stories: `founding` of network and
triads; `review` from the first line to the close, with `visit` and `report`; `office`, the lead and the board. Whoever
wants the whole asks `player`.
"""
