"""An OpenID provider that stands in for ID-porten and HelseID in the demo and in tests. It vouches for nobody."""

from .registrations import Audience, Client, Fault, Person
from .server import RunningProvider, serve

__all__ = ["Audience", "Client", "Fault", "Person", "RunningProvider", "serve"]
