"""The one database of what the learner did. Nothing else opens it."""
