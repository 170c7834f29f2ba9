"""Pages that set feedback up: imports of complaints and rules. Not here: surveys and the journey."""
