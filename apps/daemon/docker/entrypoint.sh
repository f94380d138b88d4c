#!/bin/sh
# Names every secret file that is there, then becomes the command line. The files themselves stay where they are: nothing of
# what is in them goes through this shell or its environment.
#   secrets/master_password.txt      -> WAIAAS_MASTER_PASSWORD_FILE
#   secrets/prices_pyth_api_key.txt  -> WAIAAS_PRICES_PYTH_API_KEY_FILE
set -eu
for file in /run/secrets/*.txt; do
  [ -f "$file" ] || continue
  name=$(basename "$file" .txt | tr 'a-z.-' 'A-Z__')
  case "$name" in *[!A-Z0-9_]*) continue ;; esac
  export "WAIAAS_${name}_FILE=$file"
done
exec node /app/apps/cli/dist/bundle/main.js "$@"
