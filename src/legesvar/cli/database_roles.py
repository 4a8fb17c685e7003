"""The two roles of the database: one owns the tables, the other uses them and stands behind the wall."""

import psycopg
from psycopg import sql

OWNER = "legesvar_owner"
APP = "legesvar_app"
DATABASE = "legesvar"


class RoleTooPowerful(Exception):
    """A role that exists already passes the wall, or could make one that does."""


def prepare(
    superuser_url: str,
    *,
    database: str = DATABASE,
    owner_password: str | None = None,
    app_password: str | None = None,
    for_tests: bool = False,
) -> None:
    """See to it that both roles and the database exist; may be repeated.

    :param superuser_url: address of any database of the server, as a role that may create roles and databases
    :param owner_password: set when given; a server that trusts its socket needs none
    :param for_tests: the owner may also create databases
    :raises RoleTooPowerful: one of them exists and is a superuser or the like
    :raises psycopg.Error: the server cannot be reached, or does not allow it
    """
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        _role(connection, OWNER, owner_password)
        _role(connection, APP, app_password)
        connection.execute(_statement("ALTER ROLE {} " + ("CREATEDB" if for_tests else "NOCREATEDB"), OWNER))
        # The owner may step down to the app's role (`assume_role`); never the other way.
        connection.execute(_statement("GRANT {} TO {}", APP, OWNER))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(
                _statement("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0", database, OWNER)
            )
        connection.execute(_statement("REVOKE ALL ON DATABASE {} FROM PUBLIC", database))
        connection.execute(_statement("GRANT CONNECT ON DATABASE {} TO {}", database, APP))


def _role(connection: psycopg.Connection, name: str, password: str | None) -> None:
    powers = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication FROM pg_roles WHERE rolname = %s"
    found = connection.execute(powers, [name]).fetchone()
    if found is None:
        connection.execute(_statement("CREATE ROLE {} LOGIN", name))
    elif found[0]:
        raise RoleTooPowerful(f"The database role {name} may do more than it must: it would pass the wall.")
    if password:
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(password)))


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))
