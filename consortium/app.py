"""The whole, wired: the only place that knows every desk. ``create`` is what the server is given."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.static_files import create_static_files_router

from agreements.errors import AgreementError
from consortium import logs
from consortium.access import device_pages, first_pages, key_pages, passkey_pages, recovery_pages, web
from consortium.access import pages as access_pages
from consortium.access.brake import Guesses
from consortium.access.front import API, HELP, Application, FrontDoor
from consortium.access.sign_on import Providers
from consortium.access.web import Above, Places
from consortium.channels import MailChannel
from consortium.db import Database
from consortium.demo import pages as demo_pages
from consortium.demo.marker import demo_is_allowed
from consortium.duty import (
    agency_pages,
    availability_import_pages,
    availability_list_pages,
    availability_pages,
    change_pages,
    clock_pages,
    coverage_pages,
    design_pages,
    draft_pages,
    draft_review_pages,
    draft_shift_pages,
    feed_pages,
    holiday_pages,
    hours_pages,
    joining_pages,
    journal_pages,
    lent_hours_pages,
    map_pages,
    me_pages,
    merge_pages,
    outsider_pages,
    people_act_pages,
    people_pages,
    plan_duty_pages,
    plan_pages,
    plan_rules_pages,
    repair_pages,
    rotation_pages,
    shift_pages,
    swap_desk_pages,
    swap_pages,
    timeline_pages,
)
from consortium.duty import pages as duty_pages
from consortium.duty import roster_pages as duty_roster_pages
from consortium.duty import routes as duty_routes
from consortium.duty.availability.subscribe_calendar import Calendars
from consortium.fetcher import Fetcher
from consortium.hub import Hub
from consortium.jobs import Jobs
from consortium.keys import InstallationKey, InstallationNotary, RequestKeys
from consortium.members import (
    agency_list_pages,
    distance_pages,
    help_pages,
    invitation_pages,
    invited_pages,
    line_pages,
    notice_pages,
    own_sign_on_pages,
    pause_pages,
    roster_export_pages,
    roster_pages,
    settings_pages,
    sign_on_pages,
    state_pages,
    token_pages,
)
from consortium.members import routes as members_routes
from consortium.members.mail_reached import mail_reached
from consortium.members.online_places import OnlinePlaces
from consortium.members.store import load_names, load_own_mails
from consortium.outbox import WORK
from consortium.pages import STATIC, render
from consortium.posters import pages as poster_pages
from consortium.posters.pages import PosterDesk
from consortium.problems import FullSessionNeeded, NotFound, Refused, SignInNeeded, problem_of
from consortium.programs import health_routes
from consortium.programs import pages as program_pages
from consortium.programs import routes as programs
from consortium.programs.health import Health
from consortium.programs.pace import Pace
from consortium.reports import pages as reports_pages
from consortium.roles import refuse_unsafe
from consortium.settings import Settings
from consortium.signing import draft_routes
from consortium.signing import pages as signing_pages
from consortium.signing import routes as signing_routes
from consortium.signing.evidence.apart import Apart
from consortium.signing.sealing.copies import Copies
from consortium.signing.sealing.seal_agreements import Sealing
from consortium.signing.store.confirmed_keys import note_key
from consortium.support import held_pages, peer_pages, phone_pages, set_up_pages, sister_pages, what_if_pages
from consortium.support import pages as support_pages
from consortium.support.desk import Desks
from consortium.support.held_pages import HeldPages
from consortium.support.help_desk import HelpDesk
from consortium.support.store import TOPIC
from geo.errors import GeoError
from scheduling.errors import SchedulingError

_API_ROUTES = (*duty_routes.ROUTES, *members_routes.ROUTES, *signing_routes.ROUTES, *draft_routes.ROUTES)
_MOST_BYTES = 64 * 1024
_UNAVAILABLE = 503
_SERVER_ERROR = 500

log = structlog.get_logger("consortium.app")


def create() -> Application:
    """The application from the environment: what the server calls in each worker."""
    logs.set_up()
    return build(Settings.from_env(os.environ), environment=os.environ)


def build(settings: Settings, *, environment: Mapping[str, str], jobs: bool = True) -> Application:
    """The application, behind its front door. ``jobs`` may be left to other processes."""
    inside = litestar(settings, environment=environment, jobs=jobs)
    return FrontDoor(inside, settings.public_url)  # type: ignore[arg-type]


def litestar(settings: Settings, *, environment: Mapping[str, str], jobs: bool = True) -> Litestar:
    """The routes and what they share."""
    return routed(shared(settings), jobs=jobs, demo=demo_is_allowed(settings, environment))


def shared(settings: Settings) -> State:
    """What the routes share in one process."""
    key = InstallationKey(settings.key_folder)
    database = Database.connect(settings.database_url, notary=InstallationNotary(key, settings.public_url))
    desks = Desks(keys=RequestKeys(settings.request_keys), public_url=settings.public_url)
    hub = Hub(settings.listen_url, (WORK, TOPIC))
    places = Places(database)
    mail = MailChannel(settings.mail, settings.mail_from)
    fetcher = Fetcher(settings.trusted_hosts)
    calendars = Calendars(fetcher, key)
    sealing = Sealing(
        database=database,
        folder=settings.key_folder,
        public_url=settings.public_url,
        own=settings.seal,
        tsa_url=settings.tsa_url,
    )
    return State(
        {
            "settings": settings,
            "database": database,
            "desks": desks,
            "hub": hub,
            "places": places,
            "guesses": Guesses(),
            "above": Above(
                mails_of=load_own_mails, names=load_names, mail_reached=mail_reached, key_confirmed=note_key
            ),
            "help_places": web.KnownPlaces(places),
            "help": HelpDesk(database=database, desks=desks, hub=hub),
            "held": HeldPages(),
            "posters": PosterDesk(database=database, desks=desks),
            "providers": Providers(fetcher, key),
            "online_places": OnlinePlaces(settings.places, fetcher, settings.public_url) if settings.places else None,
            "calendars": calendars,
            "copies": Copies(),
            "jobs": Jobs(database=database, desks=desks, mail=mail, calendars=calendars, sealing=sealing),
            "health": Health(database=database, keys=desks.keys, mail=mail),
            "pace": Pace(),
            "apart": Apart(),
            "api_routes": _API_ROUTES,
        }
    )


def routed(state: State, *, jobs: bool = True, demo: bool = False) -> Litestar:
    """The routes over what they share; with ``demo`` also the demo's door."""
    handlers = [
        *access_pages.HANDLERS,
        *passkey_pages.HANDLERS,
        *device_pages.HANDLERS,
        *recovery_pages.HANDLERS,
        *key_pages.HANDLERS,
        *health_routes.HANDLERS,
        *program_pages.HANDLERS,
        *token_pages.HANDLERS,
        *_API_ROUTES,
        *first_pages.HANDLERS,
        *help_pages.HANDLERS,
        *roster_pages.HANDLERS,
        *roster_export_pages.HANDLERS,
        *sign_on_pages.HANDLERS,
        *own_sign_on_pages.HANDLERS,
        *set_up_pages.HANDLERS,
        *sister_pages.HANDLERS,
        *line_pages.HANDLERS,
        *invitation_pages.HANDLERS,
        *invited_pages.HANDLERS,
        *notice_pages.HANDLERS,
        *state_pages.HANDLERS,
        *pause_pages.HANDLERS,
        *settings_pages.HANDLERS,
        *agency_list_pages.HANDLERS,
        *distance_pages.HANDLERS,
        *signing_pages.HANDLERS,
        *duty_pages.HANDLERS,
        *map_pages.HANDLERS,
        *timeline_pages.HANDLERS,
        *hours_pages.HANDLERS,
        *plan_pages.HANDLERS,
        *design_pages.HANDLERS,
        *outsider_pages.HANDLERS,
        *joining_pages.HANDLERS,
        *merge_pages.HANDLERS,
        *rotation_pages.HANDLERS,
        *change_pages.HANDLERS,
        *draft_pages.HANDLERS,
        *draft_review_pages.HANDLERS,
        *draft_shift_pages.HANDLERS,
        *plan_duty_pages.HANDLERS,
        *plan_rules_pages.HANDLERS,
        *repair_pages.HANDLERS,
        *shift_pages.HANDLERS,
        *swap_pages.HANDLERS,
        *swap_desk_pages.HANDLERS,
        *agency_pages.HANDLERS,
        *clock_pages.HANDLERS,
        *coverage_pages.HANDLERS,
        *what_if_pages.HANDLERS,
        *duty_roster_pages.HANDLERS,
        *people_pages.HANDLERS,
        *people_act_pages.HANDLERS,
        *me_pages.HANDLERS,
        *availability_pages.HANDLERS,
        *availability_list_pages.HANDLERS,
        *availability_import_pages.HANDLERS,
        *lent_hours_pages.HANDLERS,
        *holiday_pages.HANDLERS,
        *feed_pages.HANDLERS,
        *journal_pages.HANDLERS,
        *support_pages.HANDLERS,
        *held_pages.HANDLERS,
        *poster_pages.HANDLERS,
        *reports_pages.HANDLERS,
        *peer_pages.HANDLERS,
        *phone_pages.HANDLERS,
    ]
    if demo:
        handlers += demo_pages.HANDLERS
    static = create_static_files_router(
        path="/static",
        directories=[STATIC],
        opt={"open": "style sheets, scripts and fonts hold no secret"},
        cache_control=None,
        after_request=_keep_for_a_year,
    )
    return Litestar(
        route_handlers=[*handlers, static],
        guards=[programs.guard],
        dependencies={
            "viewer": Provide(web.provide_viewer, sync_to_thread=False),
            "place": Provide(web.provide_place, sync_to_thread=False),
            "program": Provide(programs.provide_program, sync_to_thread=False),
        },
        exception_handlers={
            Refused: _refused,
            **dict.fromkeys((AgreementError, SchedulingError, GeoError), _core),
            HTTPException: _http,
            Exception: _fault,
        },
        lifespan=[_life(jobs=jobs)],
        state=state,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=_MOST_BYTES,
        debug=False,
    )


def _life(*, jobs: bool) -> Any:
    @asynccontextmanager
    async def life(app: Litestar) -> AsyncIterator[None]:
        state = app.state
        await refuse_unsafe(state.settings.database_url)
        state.desks.keys.lay_out()
        state.hub.start()
        scheduler = state.jobs.start(state.hub) if jobs else None
        try:
            yield
        finally:
            if scheduler is not None:
                scheduler.shutdown(wait=False)
            await state.hub.stop()
            await state.jobs.stop()
            await state.database.close()

    return life


def _keep_for_a_year(response: Response[Any]) -> Response[Any]:
    response.headers.setdefault("cache-control", "public, max-age=31536000, immutable")
    return response


def _refused(request: Request[Any, Any, State], refused: Refused) -> Response[Any]:
    if _for_program(request):
        return programs.refusal(request, refused)
    if isinstance(refused, SignInNeeded) and request.method == "GET":
        slug = request.path_params.get("slug", "")
        return Response(None, status_code=303, headers={"Location": f"/{slug}/sign-in"})
    if isinstance(refused, FullSessionNeeded):
        return passkey_pages.full_session_page(request)
    return _problem(request, refused.status, "" if isinstance(refused, NotFound) else str(refused))


def _http(request: Request[Any, Any, State], error: HTTPException) -> Response[Any]:
    """What the framework refuses: an address that is none, a method that is none, a body that is too large."""
    if _for_program(request):
        return programs.refusal(request, error, error.status_code)
    return _problem(request, error.status_code, "")


def _core(request: Request[Any, Any, State], error: Exception) -> Response[Any]:
    """A core says that something cannot be so, and no verb put it into the words of a field."""
    row = problem_of(error)
    if row is None or HELP.fullmatch(request.scope["path"]):
        return _fault(request, error)
    log.warning("a core refused what no verb had checked", kind=type(error).__name__)
    if _for_program(request):
        return programs.refusal(request, error)
    return _problem(request, row.status, str(error))


def _for_program(request: Request[Any, Any, State]) -> bool:
    return API.fullmatch(request.scope["path"]) is not None


def _fault(request: Request[Any, Any, State], error: Exception) -> Response[Any]:
    """Our own fault. The log learns the kind of error and nothing that came with the request."""
    helping = HELP.fullmatch(request.scope["path"]) is not None
    log.error("a page failed", kind=type(error).__name__, help=helping)
    away = isinstance(error, OSError) or type(error).__module__.startswith(("asyncpg", "sqlalchemy"))
    status = _UNAVAILABLE if away else _SERVER_ERROR
    return programs.refusal(request, error, status) if _for_program(request) else _problem(request, status, "")


def _problem(request: Request[Any, Any, State], status: int, detail: str) -> Response[Any]:
    if HELP.fullmatch(request.scope["path"]):
        language = "es" if "/es/" in request.scope["path"] else "en"
        page = request.app.state.help.trouble_page(str(request.path_params.get("slug", "")), language)
        return Response(page, media_type="text/html", status_code=status)
    slug = request.path_params.get("slug", "")
    still = [(f"/{slug}/", "Start again from my page")] if slug else []
    frame = web.frame(request, None, None)
    page = render("access/problem.html", **frame, status=status, detail=detail, still=still)
    return Response(page, media_type="text/html", status_code=status)
