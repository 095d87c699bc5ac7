#!/bin/sh
# Draws the passwords of a new installation into secrets/ (run it once, from the folder of docker-compose.yml).
# The folder can be entered by its owner only; the files in it are readable because the containers' accounts
# differ from the host's, and nobody else can reach them through the folder.
set -eu

umask 077
mkdir -p secrets
for name in postgres_password db_password admin_password; do
    if [ -s "secrets/$name" ]; then
        echo "secrets/$name : déjà là, conservé"
        continue
    fi
    head -c 24 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_' > "secrets/$name"
    chmod 444 "secrets/$name"
    echo "secrets/$name : créé"
done
