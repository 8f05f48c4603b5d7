"""Conversation: a follow-up question made one that stands by itself."""
