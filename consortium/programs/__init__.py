"""Programs that talk to us: keys with scopes, the manners of the JSON API, and whether the house is in order."""
