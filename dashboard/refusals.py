"""What a visitor is told when something is refused or fails: a page for people, the API's one shape for scripts."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask, Response, jsonify, make_response
from werkzeug.exceptions import HTTPException, InternalServerError

from dashboard.api import shapes
from dashboard.errors import Away, BadRequest, ComeAgain, Forbidden, HistoryError, Refusal

log = logging.getLogger(__name__)

Page = Callable[[int, str, str], str]


def register(server: Flask, wants_page: Callable[[], bool] = lambda: False, page: Page | None = None) -> None:
    """`page` turns a status, a sentence and a reason (a stable word, or nothing) into HTML."""

    def answer(
        status: int, message: str, reason: str = "", validations: list[tuple[str, str]] | None = None
    ) -> Response:
        if page and wants_page():
            return make_response(page(status, message, reason), status)
        return make_response(jsonify(shapes.error(message, reason, validations)), status)

    @server.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        reason = refusal.reason if isinstance(refusal, Forbidden) else ""
        response = answer(
            refusal.status, str(refusal), reason, refusal.validations if isinstance(refusal, BadRequest) else []
        )
        if isinstance(refusal, ComeAgain):
            response.headers["Retry-After"] = str(refusal.retry_after)
        return response

    @server.errorhandler(Away)
    @server.errorhandler(HistoryError)
    def away(failure: Exception) -> Response:
        log.warning("answered 503: %s", failure)
        return answer(503, str(failure))

    @server.errorhandler(HTTPException)
    def failed(failure: HTTPException) -> Response:
        response = answer(failure.code or 500, _sentence(failure))
        for name, value in failure.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response


def _sentence(failure: HTTPException) -> str:
    if isinstance(failure, InternalServerError):
        return "This could not be answered because of a fault on our side. It has been logged."
    return {
        400: "The request is malformed.",
        404: "There is nothing at this address.",
        405: "This address does not take that kind of request.",
        413: "The request is too large.",
        415: "The request is not JSON.",
    }.get(failure.code or 500, failure.name)
