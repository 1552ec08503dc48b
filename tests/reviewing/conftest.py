"""The databases of the store's tests serve here too."""

from tests.store.conftest import account, address, postgres_address, postgres_server, sqlite_address, tamper

__all__ = ["account", "address", "postgres_address", "postgres_server", "sqlite_address", "tamper"]
