"""An Answer as lines of text, for the terminal, for plain output and for the chat.

Everything that comes back is clean: it can be printed as it is. Nothing here prints.
"""
