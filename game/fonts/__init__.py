"""The one font of the window, in two weights, and what each of its characters takes."""
