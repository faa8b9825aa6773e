"""Everything with a face. May import sim; sim never imports game."""
