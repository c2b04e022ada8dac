#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs once, when the database container makes its cluster: the server works as the owner of its
# database and not as a superuser.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
\getenv password SHOUXIN_DB_PASSWORD
create role shouxin login password :'password';
create database shouxin owner shouxin;
SQL
