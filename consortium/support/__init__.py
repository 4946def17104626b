"""An officer asks, a peer answers."""
