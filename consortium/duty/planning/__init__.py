"""Plans of duty: a draft that the planner makes or a coordinator draws, looked at, changed, published, withdrawn."""
