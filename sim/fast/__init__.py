"""Many worlds at once: the rules are run once on arrays that write down what is done to them, and the notes compiled."""
