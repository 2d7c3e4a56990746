"""The reviewing session as a pure state machine, and the desk that ties it to store and suggesters."""
