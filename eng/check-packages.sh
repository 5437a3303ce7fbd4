#!/usr/bin/env bash
# Packs everything and then does what somebody does who has the packages alone: installs the tool from their folder and uses it, and builds and
# runs an application that references the libraries, with the code that stands in their READMEs.
# Usage: eng/check-packages.sh [--all-systems]
#   --all-systems   packs the tool for every system, to see their sizes; else for this one, which is the one that can be tried
# Works in a temporary folder that is gone afterwards. Packages of others come from the user's own packages folder where they are there already.
# Ends with one line, "packages: good (N MB, N s)", and fails where anything was not as it should be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en

case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) system=linux-x64 ;;
    Darwin-arm64) system=osx-arm64 ;;
    MINGW*-x86_64 | MSYS*-x86_64) system=win-x64 ;;
    *) echo "The tool is there for linux-x64, win-x64 and osx-arm64, not for $(uname -s)-$(uname -m)." >&2; exit 1 ;;
esac
systems=("-p:ToolPackageRuntimeIdentifiers=$system")
case "${1:-}" in
    "") ;;
    --all-systems) systems=() ;;
    *) echo "Expected --all-systems or nothing, got $1." >&2; exit 2 ;;
esac

work=$(mktemp -d "${TMPDIR:-/tmp}/eidetic-packages.XXXXXX")
trap 'rm -rf "$work"' EXIT
packages="$work/packages"
began=$SECONDS

step() {
    echo
    echo "== $1 (after $((SECONDS - began)) s)"
}

fail() {
    echo "packages: $1" >&2
    exit 1
}

step "pack"
dotnet pack Eidetic.slnx -c Release -v q --nologo -p:PackageOutputPath="$packages/" ${systems[@]+"${systems[@]}"}
version=$(basename "$packages"/Eidetic.Cli.[0-9]*.nupkg .nupkg)
version=${version#Eidetic.Cli.}
echo "version $version"

step "an application that references the packages"
theirs=$(dotnet nuget locals global-packages --list | sed 's/^.*: *//')
mkdir "$work/application"
cp eng/packages/* "$work/application"
cat > "$work/application/nuget.config" <<XML
<configuration>
  <packageSources><add key="packed" value="$packages" /></packageSources>
  <fallbackPackageFolders><add key="theirs" value="$theirs" /></fallbackPackageFolders>
</configuration>
XML
[ ! -e "$theirs/eidetic/$version" ] || fail "$theirs holds Eidetic $version already; remove it, it would be tried instead of what was packed."

# The code of every README that has some becomes a class; what can run in a moment is run.
for readme in src/*/README.md; do
    name=$(basename "$(dirname "$readme")")
    awk -v class="Readme_${name//./_}" '
        /^```csharp/ { inside = 1; next }
        /^```/ { if (inside) exit }
        inside && /^using [A-Za-z.]+;/ { print; next }
        inside { body = body "        " $0 "\n" }
        END { if (body) printf "internal static class %s\n{\n    public static async Task RunAsync()\n    {\n%s        await Task.CompletedTask;\n    }\n}\n", class, body }
    ' "$readme" > "$work/application/Readme.$name.cs"
done
{
    echo "internal static class Readmes"
    echo "{"
    echo "    public static async Task RunAsync()"
    echo "    {"
    for name in Abstractions Data Identifiers Retrieval Evaluation Modeling "" Extensions_AI; do
        class="Readme_Eidetic${name:+_$name}"
        echo "        Console.WriteLine(\"-- $class\");"
        echo "        await $class.RunAsync();"
    done
    echo "    }"
    echo "}"
} > "$work/application/Readmes.cs"
NUGET_PACKAGES="$work/nuget" MSBUILDDISABLENODEREUSE=1 \
    dotnet build "$work/application/Consumer.csproj" -v q --nologo -warnaserror -p:EideticVersion="[$version]" -o "$work/built"
grep -q "$packages" "$work/nuget/eidetic/$version/.nupkg.metadata" || fail "the application was built with another Eidetic than the packed one."
consumer=(dotnet "$work/built/Consumer.dll")

step "what the packages hold"
"${consumer[@]}" contents "$packages"

step "the code of the READMEs"
mkdir "$work/used"
"${consumer[@]}" pictures assets/emoji/images.zip assets/emoji/captions.jsonl "$work/used/photos"
(cd "$work/used" && "${consumer[@]}" readmes)

step "the tool, installed from the folder alone"
cat > "$work/tool.config" <<XML
<configuration>
  <packageSources><clear /><add key="packed" value="$packages" /></packageSources>
  <fallbackPackageFolders><clear /></fallbackPackageFolders>
</configuration>
XML
# A home of its own, so that nothing is found that was left there, the adapted copy of the native library among it.
mkdir "$work/home"
in_new_home() {
    env -u XDG_CACHE_HOME HOME="$work/home" DOTNET_CLI_HOME="$work/home" NUGET_PACKAGES="$work/tool-packages" "$@"
}
in_new_home dotnet tool install Eidetic.Cli --tool-path "$work/tool" --configfile "$work/tool.config" --version "$version"
eidetic=(in_new_home "$work/tool/eidetic")
[[ "$("${eidetic[@]}" --version)" == "$version"* ]] || fail "the tool says that it is $("${eidetic[@]}" --version), expected $version."
"${eidetic[@]}" doctor
cd "$work/used"
"${eidetic[@]}" memorize photos --memory tool.memory --time-budget 00:00:10
"${eidetic[@]}" recall "a happy face" --memory tool.memory --top 3 | tee "$work/answer"
grep -q '\.png' "$work/answer" || fail "the tool recalled nothing."

size=$(du -sm "$packages" | cut -f1)
echo
echo "packages: good ($size MB, $((SECONDS - began)) s)"
