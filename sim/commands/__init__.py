"""The headless commands, one subject per file. Heavy modules are imported inside the commands."""
