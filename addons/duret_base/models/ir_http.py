# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import logging
import re
from urllib.parse import quote, urlencode

import psycopg2
import werkzeug
from werkzeug.exceptions import BadRequest, HTTPException, NotFound, TooManyRequests

from odoo import models
from odoo.exceptions import AccessDenied, AccessError, MissingError
from odoo.http import SAFE_HTTP_METHODS, FutureResponse, Response, SessionExpiredException, request

from ..guarding import arguments, cookies, headers, limits, pages, refusals

_logger = logging.getLogger(__name__)

REFUSALS = (AccessDenied, AccessError, MissingError, SessionExpiredException)


def harden_cookies(answered):
    """Give every Set-Cookie header the attributes of the house (see guarding/cookies.py).

    :param werkzeug.datastructures.Headers answered: headers of an answer; changed in place
    """
    found = answered.getlist("Set-Cookie")
    if found:
        https = request.httprequest.scheme == "https"
        answered.setlist("Set-Cookie", [cookies.hardened(value, https) for value in found])


class HardenedFutureResponse(FutureResponse):
    """Odoo's holder of headers to come, where the session cookie is set; every cookie leaves it hardened."""

    def set_cookie(self, *args, **kwargs):
        """Set a cookie as werkzeug's Response does, then add the missing attributes."""
        result = super().set_cookie(*args, **kwargs)
        harden_cookies(self.headers)
        return result


class RateLimited(TooManyRequests):
    """Too many tries from one address; carries the seconds to wait as an integer."""

    def __init__(self, wait):
        super().__init__(retry_after=wait)
        self.wait = wait


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    # ------------------------------------------------------------
    # Hooks of Odoo, in the order of a request
    # ------------------------------------------------------------
    @classmethod
    def _match(cls, path_info):
        """Refuse a path that the database cannot look up, then find its route.

        :raise BadRequest: NUL in the path, or an id that no record can have
        """
        if not isinstance(request.future_response, HardenedFutureResponse):
            request.future_response = HardenedFutureResponse()
        # Before the login is looked at: some pages look their secret up in the database to decide who is asking.
        if "%00" in request.httprequest.environ.get("QUERY_STRING", ""):
            raise BadRequest()
        if arguments.has_unreadable_text([path_info]) or pages.is_impossible(path_info):
            raise BadRequest()
        try:
            return super()._match(path_info)
        except psycopg2.DataError as error:
            raise BadRequest() from error

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Refuse ids that no record has before anything reads the record they would name.

        The answer is a bare 404: Odoo's error page would build links to this very record, and fail.
        """
        for value in args.values():
            records = isinstance(value, models.BaseModel)
            ids = value._ids if records else [value]
            if (records and not ids) or any(arguments.is_out_of_range(number) for number in ids):
                werkzeug.exceptions.abort(Response(NotFound().get_body(), status=404, mimetype="text/html"))
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _dispatch(cls, endpoint):
        """Serve the page between the guards: arguments, confirmation of links that change something, limits."""
        cls._duret_check_audience()
        cls._duret_check_arguments(endpoint)
        if page := cls._duret_confirmation():
            return page
        scope, stamp = cls._duret_take()
        try:
            response = super()._dispatch(endpoint)
        except Exception as error:
            reason = cls._duret_reason(endpoint, error)
            cls._duret_settle(scope, stamp, refused=bool(reason) or isinstance(error, (*REFUSALS, HTTPException)))
            if reason:
                cls._duret_refuse(error, reason)
            raise
        cls._duret_settle(scope, stamp, refused=cls._duret_is_refusal(scope, response))
        return response

    @classmethod
    def _post_dispatch(cls, response):
        """Send only headers that the wire can carry; one that is not would close the connection without an answer."""
        result = super()._post_dispatch(response)
        sent = list(response.headers.items())
        if not all(value.isascii() for _name, value in sent):
            carried = [(name, value if value.isascii() else headers.carried(value)) for name, value in sent]
            response.headers.clear()
            response.headers.extend(carried)
        return result

    @classmethod
    def _handle_error(cls, exception):
        """Answer a refused rate in French with Retry-After; harden the cookies that error pages set."""
        if isinstance(exception, RateLimited):
            return cls._duret_too_many(exception.wait)
        response = super()._handle_error(exception)
        if isinstance(response, Response):
            harden_cookies(response.headers)
        return response

    # ------------------------------------------------------------
    # Arguments
    # ------------------------------------------------------------
    @classmethod
    def _duret_check_arguments(cls, endpoint):
        """Refuse NUL; send a list with an impossible date back to itself without it.

        :param endpoint: the route's function
        :raise BadRequest: an argument holds a NUL
        """
        if arguments.has_unreadable_text(request.params.values()) or arguments.is_oversized(request.params):
            raise BadRequest()
        if pages.takes_path_only(request.httprequest.path):
            for name in (*request.httprequest.args, *request.httprequest.form):
                request.params.pop(name, None)
        if endpoint.routing["type"] == "http":
            cls._duret_check_form()
        elif arguments.bad_types(request.params, outsider=not cls._duret_is_employee()):
            raise BadRequest()
        elif not cls._duret_is_employee() and b"\\u0000" in request.httprequest.get_data():
            raise BadRequest()

    @classmethod
    def _duret_check_form(cls):
        """Send a list with an impossible date, or a form without its required fields, back to the visitor."""
        if request.httprequest.method in SAFE_HTTP_METHODS:
            bad = arguments.bad_dates(request.params)
            if bad:
                cls._duret_redirect_without(bad)
        elif pages.missing_fields(request.httprequest.path, request.params):
            cls._duret_redirect_without([])

    @classmethod
    def _duret_is_employee(cls):
        """True when an internal user is logged in (a request may have no user yet: logins, RPC)."""
        return bool(request.env.uid) and request.env.user._is_internal()

    @classmethod
    def _duret_reason(cls, endpoint, error):
        """Why this error is the client's mistake, in a few words; None when it is ours or already an answer.

        :param endpoint: the route's function
        :param Exception error: what the page raised
        """
        if isinstance(error, (HTTPException, *REFUSALS)):
            return None
        if isinstance(error, psycopg2.DataError):
            return "value that the database cannot read"
        outsider = not cls._duret_is_employee()
        # QWeb wraps what went wrong inside a template.
        for one in (error, error.__cause__):
            reason = one and arguments.blamed_on_client(one, request.params, endpoint.__name__, outsider)
            if reason:
                return reason
        return None

    @classmethod
    def _duret_refuse(cls, error, reason):
        """Answer the client's mistake: back to the list when it lies in the list's keys, else 400.

        :param Exception error: what the page raised
        :param str reason: what `_duret_reason` found
        :raise BadRequest: unless it redirects
        """
        _logger.info("Refused %s: %s (%s)", request.httprequest.path, reason, error)
        keys = [key for key in arguments.LIST_KEYS if request.params.get(key)]
        if keys and request.httprequest.method in SAFE_HTTP_METHODS:
            request.env.cr.rollback()
            cls._duret_redirect_without([*keys, *arguments.DATE_KEYS])
        raise BadRequest() from error

    @classmethod
    def _duret_redirect_without(cls, names):
        """Send the visitor to the same page without these arguments.

        :param list[str] names: arguments to leave out
        """
        kept = [(key, value) for key, value in request.httprequest.args.items(multi=True) if key not in names]
        path = quote(request.httprequest.path) + (f"?{urlencode(kept)}" if kept else "")
        werkzeug.exceptions.abort(request.redirect(path, code=302))

    @classmethod
    def _duret_check_audience(cls):
        """Answer 404 on the web client's tools to clients and visitors, on developers' pages to all but administrators.

        :raise NotFound: such a page, asked by somebody it is not for
        """
        path = request.httprequest.path
        if not (pages.is_for_staff(path) or pages.is_workshop(path)):
            return
        if not cls._duret_is_employee() or (pages.is_workshop(path) and not request.env.user._is_system()):
            raise NotFound()

    # ------------------------------------------------------------
    # Links that change something
    # ------------------------------------------------------------
    @classmethod
    def _duret_confirmed_links(cls):
        """Links whose GET changes data: the visitor is first shown a button, which sends a POST (rule R4).

        Mail scanners follow every link of a mail, and any page may hold one. Left out on purpose: the returns of
        OAuth consent pages, whose one-time `state` plays the same part, and the job runner's call to itself.

        :return: list of regular expressions, each matched against path and query; addons add theirs
        """
        return [
            r"/mail/unfollow\?.*",
            r"/calendar/(meeting|recurrence)/(accept|decline)\?.*",
            r"/calendar/meeting/join\?.*",
            r"/calendar/join_videocall/.*",
            r"/digest/\d+/(unsubscribe|set_periodicity)\b.*",
            r"/(leave|allocation)/(approve|refuse|validate)\b.*",
            r"/lead/(case_mark_lost|case_mark_won|convert)\b.*",
            r"/(chat|meet)/.*",
            r"/survey/start/[^/?]+(\?(?!.*\banswer_token=).*)?",
            r"/survey/(retry|test)/.*",
            r"/queue_job/create_test_job\b.*",
        ]

    @classmethod
    def _duret_needs_confirmation(cls, target):
        """True when a GET of this path and query must be confirmed first.

        :param str target: path, with its query if any
        """
        return any(re.fullmatch(pattern, target) for pattern in cls._duret_confirmed_links())

    @classmethod
    def _duret_confirmation(cls):
        """The page with the button, when this request is a GET of such a link; None when it may go on.

        The confirmation is noted in the session by /duret/confirm and serves once, for exactly this link.
        """
        if request.httprequest.method not in SAFE_HTTP_METHODS:
            return None
        target = request.httprequest.full_path.rstrip("?")
        if not cls._duret_needs_confirmation(target):
            return None
        if request.session.get("duret_confirmed") == target:
            request.session.pop("duret_confirmed")
            return None
        response = request.render("duret_base.confirm_page", {"target": target})
        response.flatten()
        return response

    # ------------------------------------------------------------
    # Limits
    # ------------------------------------------------------------
    @classmethod
    def _duret_take(cls):
        """Count this request when its kind is limited.

        :return: (scope, stamp), both None when it is not counted
        :raise RateLimited: too many from this address
        """
        refusals.clear()
        scope = limits.scope_of(
            request.httprequest.path,
            request.httprequest.method,
            request.params,
            anonymous=not request.env.uid or request.env.user._is_public(),
            employee=cls._duret_is_employee(),
        )
        if not scope:
            return None, None
        stamp, wait = request.env["duret.rate.limiter"]._take(scope, request.httprequest.remote_addr)
        if wait:
            raise RateLimited(wait)
        return scope, stamp

    @classmethod
    def _duret_settle(cls, scope, stamp, refused):
        """Give a counted try back when it was legitimate.

        :param limits.Scope scope: what `_duret_take` counted it in, or None
        :param float stamp: the counted moment, or None
        :param bool refused: the answer was no
        """
        if stamp and scope.forgives_success and not refused:
            request.env["duret.rate.limiter"]._give_back(scope, request.httprequest.remote_addr, stamp)

    @classmethod
    def _duret_is_refusal(cls, scope, response):
        """True when this answer says no to a login or to a secret link.

        :param limits.Scope scope: what was counted, or None
        :param response: what the route returned (a Response, or the result of a JSON route)
        """
        if scope is None or refusals.marked():
            return True
        if not isinstance(response, Response):
            return False
        if scope is limits.LOGIN and request.httprequest.path.startswith("/web/login"):
            return not (request.session.uid or request.session.get("pre_uid"))
        if (getattr(response, "qcontext", None) or {}).get("error"):
            return True
        return limits.looks_refused(response.status_code, response.headers.get("Location"))

    @classmethod
    def _duret_too_many(cls, wait):
        """The answer 429: a small page in the visitor's language, or JSON for a JSON route.

        It loads no style sheet and no script, so that answering a flood stays cheap.

        :param int wait: seconds
        """
        told = [("Retry-After", str(wait)), ("Cache-Control", "no-store")]
        if request.dispatcher.routing_type != "http":
            message = request.env._("Too many attempts. Please try again in %(seconds)s seconds.", seconds=wait)
            body = json.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": 429, "message": message}})
            return Response(body, status=429, headers=[*told, ("Content-Type", "application/json")])
        user = request.env.user if request.env.uid else request.env.ref("base.public_user")
        # The request may have no user yet (login, RPC): the public user's view of two sentences.
        html = request.env(user=user.id)["ir.ui.view"]._render_template("duret_base.too_many_requests", {"wait": wait})
        return Response(html, status=429, headers=[*told, ("Content-Type", "text/html; charset=utf-8")])
