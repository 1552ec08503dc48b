"""Actors and what they are called: names in a text, actors by name, and what kind of source a phrase names."""

from according.actors.called import actor_called
from according.actors.kinds import kind_of_source
from according.actors.metonyms import is_in_a_bodys_name, is_metonym
from according.actors.names import find_names
from according.actors.roles import affiliation_of, role_of

__all__ = ["actor_called", "affiliation_of", "find_names", "is_in_a_bodys_name", "is_metonym", "kind_of_source", "role_of"]
