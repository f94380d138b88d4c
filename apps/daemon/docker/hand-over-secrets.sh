#!/bin/sh
# Runs once before the daemon, as root and with nothing else: lets group 1001, the daemon's, read the secret files. Their owner
# stays, so that whoever made them can still change them. The folder is closed to everybody else.
set -eu
folder=${1:-/secrets}
password="$folder/master_password.txt"
if [ ! -s "$password" ] || [ -L "$password" ]; then
  cat >&2 <<'TEXT'
There is no secrets/master_password.txt. Make it, then start again:
  mkdir -p secrets && chmod 700 secrets
  openssl rand -base64 32 > secrets/master_password.txt && chmod 600 secrets/master_password.txt
TEXT
  exit 1
fi
for file in "$folder"/*.txt; do
  [ -f "$file" ] && [ ! -L "$file" ] || continue
  chown :1001 "$file"
  chmod 640 "$file"
done
chown :1001 "$folder"
chmod 750 "$folder"
