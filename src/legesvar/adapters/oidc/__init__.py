"""Login at an OpenID provider (ID-porten, BankID, HelseID): the relying party's half of the protocol."""

from .problems import LoginProblem, LoginRefused
from .provider import Provider
from .relying_party import Departure, Handshake, Login, RelyingParty

__all__ = ["Departure", "Handshake", "Login", "LoginProblem", "LoginRefused", "Provider", "RelyingParty"]
