#!/bin/sh
# Writes the configuration from what is there, runs nginx, and does both anew whenever a certificate or the revocation list changes.
#
#   WAIAAS_PROXY_DIR       certificates: ca.crt, revoked.crl, server.crt and server.key from `waiaas proxy init`
#   WAIAAS_PROXY_BIND      the address of the machine this is published on; anything but loopback needs that CA
#   WAIAAS_PROXY_UPSTREAM  the daemon
#   WAIAAS_PROXY_NAME      the name other machines use; as given to `waiaas proxy init`
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=${WAIAAS_PROXY_DIR:-/proxy}
bind=${WAIAAS_PROXY_BIND:-127.0.0.1}
port=${WAIAAS_PROXY_PORT:-8443}
name=${WAIAAS_PROXY_NAME:-}
upstream=${WAIAAS_PROXY_UPSTREAM:-127.0.0.1:3100}
listen=${WAIAAS_PROXY_LISTEN:-8443}
site=${WAIAAS_PROXY_SITE:-/usr/share/waiaas-site}
run=${WAIAAS_PROXY_RUN:-/tmp/waiaas-proxy}
brotli=${WAIAAS_PROXY_BROTLI:-/usr/lib/nginx/modules/ngx_http_brotli_static_module.so}

fail() { printf 'waiaas-proxy: %s\n' "$@" >&2; exit 1; }

is_loopback() { case "$1" in 127.*|::1|'[::1]'|localhost) true ;; *) false ;; esac; }

# The router of the container: what connections to a port published on loopback come from.
gateway() {
  while read -r _ destination gateway _; do
    [ "$destination" = 00000000 ] || continue
    printf '%d.%d.%d.%d' "0x$(echo "$gateway" | cut -c7-8)" "0x$(echo "$gateway" | cut -c5-6)" \
      "0x$(echo "$gateway" | cut -c3-4)" "0x$(echo "$gateway" | cut -c1-2)"
    return
  done < /proc/net/route
}

# A pair of its own for loopback: nobody else has a reason to believe it.
loopback_pair() {
  if [ -s "$dir/loopback.crt" ] && openssl x509 -in "$dir/loopback.crt" -noout -checkend 2592000 > /dev/null; then return; fi
  umask 077
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1' -addext 'basicConstraints=critical,CA:FALSE' \
    -addext 'extendedKeyUsage=serverAuth' -keyout "$dir/loopback.key.next" -out "$dir/loopback.crt.next" 2> /dev/null
  mv "$dir/loopback.key.next" "$dir/loopback.key"
  mv "$dir/loopback.crt.next" "$dir/loopback.crt"
}

has_ca() { [ -s "$dir/ca.crt" ] && [ -s "$dir/server.crt" ] && [ -s "$dir/server.key" ] && [ -s "$dir/revoked.crl" ]; }

# Values go into the configuration as text: nothing that could end a directive is let in.
check_values() {
  for value in "$bind" "$port" "$name" "$upstream" "$listen" "$dir" "$site" "$run" "$brotli"; do
    case "$value" in *[!A-Za-z0-9._:/\[\]-]*) fail 'a WAIAAS_PROXY_ setting has a character that does not belong there' ;; esac
  done
}

choose_certificates() {
  if has_ca; then
    certificate=$dir/server.crt key=$dir/server.key client_ca="include client-ca.inc;"
    printf 'ssl_client_certificate %s/ca.crt;\nssl_crl %s/revoked.crl;\nssl_verify_client optional;\nssl_verify_depth 1;\n' \
      "$dir" "$dir" > "$run/client-ca.inc"
  else
    loopback_pair
    certificate=$dir/loopback.crt key=$dir/loopback.key client_ca=
  fi
}

write_configuration() {
  mkdir -p "$run"
  cp "$here"/*.conf "$run"
  # Not every nginx has it; gzip is everywhere.
  brotli_module=
  if [ -r "$brotli" ]; then
    brotli_module="load_module $brotli;"
    echo 'brotli_static on;' >> "$run/compressed.conf"
  fi
  choose_certificates
  local_peers= names='localhost 127.0.0.1 [::1]' hsts=
  if is_loopback "$bind"; then
    router=$(gateway)
    if [ -n "$router" ] && [ "${WAIAAS_PROXY_LOCAL_GATEWAY:-true}" = true ]; then local_peers="$router 1;"; fi
  fi
  if [ -n "$name" ]; then names="$names $name"; hsts="\"max-age=31536000\""; fi
  sed -e "s|@LISTEN@|$listen|g" -e "s|@UPSTREAM@|$upstream|g" -e "s|@CERTIFICATE@|$certificate|g" -e "s|@KEY@|$key|g" \
    -e "s|@CLIENT_CA@|$client_ca|g" -e "s|@LOCAL_PEERS@|$local_peers|g" -e "s|@NAMES@|$names|g" -e "s|@HSTS@|${hsts:-\"\"}|g" \
    -e "s|@BROTLI_MODULE@|$brotli_module|g" -e "s|@SITE@|$site|g" -e "s|@RUN@|$run|g" "$here/nginx.conf.template" > "$run/nginx.conf"
}

state() { cksum "$dir"/ca.crt "$dir"/server.crt "$dir"/revoked.crl "$dir"/loopback.crt 2> /dev/null || true; }

check_values
if ! is_loopback "$bind" && ! has_ca; then
  fail "will not serve $bind before there is a CA: the pair it could make itself is for loopback alone. Type:" \
    "  docker compose run --rm cli proxy init NAME    (the name other machines will use)" \
    "and set WAIAAS_PROXY_NAME to the same NAME."
fi
if ! is_loopback "$bind" && [ -z "$name" ]; then
  fail "will not serve $bind without WAIAAS_PROXY_NAME, the name given to \`waiaas proxy init\`."
fi
write_configuration
nginx -e /dev/stderr -c "$run/nginx.conf" -q -t
nginx -e /dev/stderr -c "$run/nginx.conf" &
nginx=$!
trap 'kill -QUIT "$nginx" 2> /dev/null' TERM INT QUIT
seen=$(state)
while kill -0 "$nginx" 2> /dev/null; do
  sleep 2 &
  wait $! || true
  now=$(state)
  [ "$now" != "$seen" ] || continue
  seen=$now
  write_configuration
  # A half-written change does not end what runs.
  if nginx -e /dev/stderr -c "$run/nginx.conf" -q -t; then kill -HUP "$nginx"; fi
done
wait "$nginx"
