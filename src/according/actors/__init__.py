"""Actors and what they are called: names in a text, actors by name, and what kind of source a phrase names."""

from according.actors.called import actor_called
from according.actors.kinds import kind_of_source
from according.actors.names import find_names
from according.actors.roles import affiliation_of, role_of

__all__ = ["actor_called", "affiliation_of", "find_names", "kind_of_source", "role_of"]
