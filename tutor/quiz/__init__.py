"""Claims to cards to questions: what is asked of the notes, how, and what came of it. Nothing here prints."""
