"""What every front end sits down at: the settings, the notes and their index, and the conversation that is kept.

Nothing here prints, asks or knows a terminal; what is to be said goes to `Notices`.
"""
