#!/usr/bin/env bash
# Writes the public surface of each library (or of those named) into its PublicAPI.Unshipped.txt. Read the diff before you commit it.
# Usage: eng/approve-api.sh [Eidetic.Data …]
set -euo pipefail
cd "$(dirname "$0")/.."
projects=("$@")
[ ${#projects[@]} -gt 0 ] || projects=(Eidetic.Abstractions Eidetic.Data Eidetic.Identifiers Eidetic.Retrieval Eidetic.Evaluation Eidetic.Modeling Eidetic.Training Eidetic Eidetic.Server Eidetic.Extensions.AI)
for project in "${projects[@]}"; do
    surface="src/$project/PublicAPI.Unshipped.txt"
    echo '#nullable enable' >"$surface"
    dotnet build "src/$project" -c Release -p:TreatWarningsAsErrors=false --no-incremental --nologo -v q 2>&1 |
        sed -n "s|^.*src/$project/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*|\1|p" | LC_ALL=C sort -u >"$surface.new"
    cat "$surface.new" >>"$surface"
    rm "$surface.new"
    echo "$project: $(($(wc -l <"$surface") - 1)) members"
done
