"""The screens of the window, one per file; see README.md beside."""
