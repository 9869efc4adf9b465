"""Find one's way: the help, the lists, one incident's panel."""
