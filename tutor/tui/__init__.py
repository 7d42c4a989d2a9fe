"""The chat on the whole terminal. The only room that imports Textual."""
