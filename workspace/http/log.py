"""One structured line per request: never a body, an address or a query string."""

import logging
import time

logger = logging.getLogger("beraad.request")


class WithoutAddress(logging.Filter):
    """What Django logs of a request names its path, in which a token or the name of a file can
    stand. The route says as much."""

    def filter(self, record):
        request = record.__dict__.pop("request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "an unknown address"
            path = getattr(request, "path", None)
            record.args = tuple(route if value == path else value for value in record.args)
        return True


class RequestLog:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begin = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None:
            logger.info(
                "%s %s %s",
                request.method,
                match.route,
                response.status_code,
                extra={
                    "milliseconds": round((time.perf_counter() - begin) * 1000, 1),
                    "person": getattr(getattr(request, "user", None), "pk", None),
                },
            )
        return response
