"""Makes model artefacts: trains the demonstration model, builds releases, tries them offline."""
