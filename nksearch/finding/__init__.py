"""Search by words: a query into a list of articles with counts, facets and pages."""
