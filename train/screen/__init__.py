"""How the relevance screen is made: ``python -m train.screen``."""
