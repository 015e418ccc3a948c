"""What gunicorn serves: `wsgi:server`."""

import sys

from dashboard.app import create_server
from dashboard.errors import WrongSettings
from dashboard.settings import environment, read_settings

try:
    server = create_server(read_settings(environment(), "serve"))
except WrongSettings as wrong:
    sys.stderr.write(f"{wrong}\n")
    sys.exit(2)
