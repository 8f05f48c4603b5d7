"""Neural models: encoders, which map text to vectors, their cache, and rerankers."""
