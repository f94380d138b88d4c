#!/bin/sh
# nginx answers, and the daemon behind it. The certificate may be of a name that only other machines use.
exec curl -fsSk -o /dev/null --max-time 4 "https://localhost:8443/health" -H "Host: localhost:${WAIAAS_PROXY_PORT:-8443}"
