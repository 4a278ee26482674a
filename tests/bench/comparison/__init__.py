"""The same criteria for several engines, and what each of them takes."""
