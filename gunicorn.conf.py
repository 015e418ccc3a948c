"""How gunicorn serves wsgi:server, for the Procfile and the demo alike."""

from dashboard.settings import environment, read_listen

_listen = read_listen(environment())
bind = _listen.address
workers = _listen.workers
threads = _listen.threads
worker_class = "gthread"
# Clients and database connections are made in the worker: shared across a fork they answer each other's questions.
preload_app = False
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 1000
control_socket_disable = True
accesslog = "-"
# No query strings: they hold sign-in codes.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
