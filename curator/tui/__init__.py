"""The Textual screens: they draw, forward keys, and decide nothing."""
