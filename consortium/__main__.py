"""The command line: ``consortium VERB``; each verb is imported only when it is called."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code is 0 when it did what was asked, 1 when not, 2 for words it does not know."""
    arguments = _parser().parse_args(argv)
    run = {"serve": _serve, "migrate": _migrate, "roles": _roles, "demo": _demo, "import": _import}[arguments.verb]
    try:
        return run(arguments)
    except KeyboardInterrupt:
        return 130
    except (RuntimeError, ValueError, OSError) as error:
        print(f"consortium: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    from consortium.cli import import_agencies  # noqa: PLC0415 (each verb is imported only when it is called)

    parser = argparse.ArgumentParser(prog="consortium", description="Peer support across agency lines.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    serve = verbs.add_parser("serve", help="serve the pages and do what is due")
    serve.add_argument("--address", default="127.0.0.1", help="where to listen (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=1, help="processes (default 1)")
    verbs.add_parser("migrate", help="bring the database's tables to this version (MIGRATION_DATABASE_URL)")
    verbs.add_parser("roles", help="print the statements that make the database roles; run them once as its admin")
    demo = verbs.add_parser("demo", help="an invented region on this machine")
    demo.add_argument("--port", type=int, default=8000, help="the port to try first (default 8000)")
    imports = verbs.add_parser("import", help="import a list")
    import_agencies.add_parser(imports.add_subparsers(dest="what", required=True, metavar="WHAT"))
    return parser


def _serve(arguments: argparse.Namespace) -> int:
    from consortium.cli.running import database, run_workers  # noqa: PLC0415
    from consortium.settings import Settings  # noqa: PLC0415

    with database(os.environ) as extra:
        Settings.from_env({**os.environ, **extra})
        run_workers(extra, address=arguments.address, port=arguments.port, workers=arguments.workers)
    return 0


def _migrate(_arguments: argparse.Namespace) -> int:
    from consortium.migrate import migrate, newest  # noqa: PLC0415

    url = os.environ.get("MIGRATION_DATABASE_URL", "")
    if not url:
        raise ValueError("MIGRATION_DATABASE_URL is not set: the owner role's address, postgresql://…")
    migrate(url)
    print(f"The tables are at {newest()}.")
    return 0


def _roles(_arguments: argparse.Namespace) -> int:
    from consortium.roles import LOGINS, database_statement, inside_statements, role_statements  # noqa: PLC0415

    print("-- Once, as an administrator of the server. Put passwords of your own in.")
    for statement in (*role_statements(dict.fromkeys(LOGINS, "CHANGE-ME")), database_statement()):
        print(f"{statement};")
    print("\\connect consortium")
    for statement in inside_statements():
        print(f"{statement};")
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    from consortium.cli.demo import run_demo  # noqa: PLC0415

    return run_demo(arguments)


def _import(arguments: argparse.Namespace) -> int:
    from consortium.cli import import_agencies  # noqa: PLC0415
    from consortium.cli.running import database  # noqa: PLC0415
    from consortium.db import Database  # noqa: PLC0415

    async def run(url: str) -> int:
        connected = Database.connect(url)
        try:
            return await import_agencies.run(arguments, connected)
        finally:
            await connected.close()

    with database(os.environ) as extra:
        return asyncio.run(run({**os.environ, **extra}["DATABASE_URL"]))


if __name__ == "__main__":
    sys.exit(main())
