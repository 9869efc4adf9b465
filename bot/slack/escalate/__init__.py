"""Ask for more: another level, a rotation, people by name; skip a level; hand a page over."""
