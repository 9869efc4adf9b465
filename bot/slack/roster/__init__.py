"""What the roster says by itself: reminders, hand-overs, gaps; and the groups that follow it."""
