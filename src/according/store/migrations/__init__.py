"""The steps from one form of the account to the next; Alembic runs them when an account is opened."""
