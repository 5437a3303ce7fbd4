#!/usr/bin/env bash
# Makes docs/api anew, from the libraries and what their source says of every public type and member.
# Usage: bash eng/make-api-reference.sh
# A test fails when the pages are not what the source makes; commit them with the change that made them differ.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

EIDETIC_WRITE_API_REFERENCE=1 dotnet test --project tests/Eidetic.Docs.Tests -c Release -- --filter-method "*The_pages_are_what_the_source_makes"
git status --short docs/api
