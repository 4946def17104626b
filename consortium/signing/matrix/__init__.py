"""Who may serve whom, agency by agency, on any day: what the gate says, made to be read. Pure."""
