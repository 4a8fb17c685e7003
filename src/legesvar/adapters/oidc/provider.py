"""What is agreed with one OpenID provider."""

from dataclasses import dataclass, field

# Never "none" and never HMAC: with HMAC a provider's public key would be enough to forge a token.
ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One provider as we are registered with it; made from the environment.

    :param issuer: exactly as the provider writes it in its tokens, with or without the last slash
    :param client_secret: or ``private_key``, never both
    :param private_key: PEM or JWK (JSON); the client then authenticates by ``private_key_jwt``
    :param private_key_id: ``kid`` of the key where it is not in the JWK
    :param secret_in_body: ``client_secret_post`` instead of ``client_secret_basic``
    :param acr_values: levels asked for; what is demanded of the answer stands in ``required_levels``
    :param level_claim: name of the claim that holds the level of the login
    :param required_levels: a login is accepted only when its level is one of these
    :param pid_claim: name of the claim that holds the national identity number
    :param hpr_claim: name of the claim that holds the health personnel number
    :param use_userinfo: ask the userinfo endpoint for claims that are missing in the ID token
    """

    issuer: str
    client_id: str
    required_levels: frozenset[str]
    client_secret: str | None = field(default=None, repr=False)
    private_key: str | None = field(default=None, repr=False)
    private_key_id: str | None = None
    secret_in_body: bool = False
    scope: str = "openid profile"
    acr_values: str | None = None
    level_claim: str = "acr"
    pid_claim: str = "pid"
    hpr_claim: str | None = None
    use_par: bool = False
    use_dpop: bool = False
    use_userinfo: bool = False
    algorithms: tuple[str, ...] = ASYMMETRIC
    leeway_seconds: int = 30

    def __post_init__(self) -> None:
        if bool(self.client_secret) == bool(self.private_key):
            raise ValueError("A provider needs a client secret or a private key, and not both.")
        if not self.required_levels:
            raise ValueError("A provider needs at least one required level.")
        if not self.algorithms or not set(self.algorithms) <= set(ASYMMETRIC):
            raise ValueError("A provider's signatures must use asymmetric algorithms.")
        if "openid" not in self.scope.split():
            raise ValueError("The scope must contain openid.")
