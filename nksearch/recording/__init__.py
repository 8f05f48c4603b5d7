"""Answer records: what was asked and answered, saved so that it can be asked and compared again."""
