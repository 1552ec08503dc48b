"""From text to marks: the tagger, its weights, tokens and offsets."""
