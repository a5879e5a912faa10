"""The site as test servers run it: it tells beside every answer how many of them came from kept pages so far."""

from allostream.config.wsgi import application as front


def application(environ, start_response):
    def start(status, headers):
        start_response(status, [*headers, ("X-Hits", str(front.counts["hit"]))])

    return front(environ, start)
