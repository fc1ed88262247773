"""The knowledge base: models, readers that name every fault's place, and the immutable snapshot."""
