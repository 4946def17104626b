"""Proofs that need whole processes, time and chance; `./dev prove` runs them whole, CI a tenth."""
