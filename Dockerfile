# Builds eidetic from this repository, and runs it without root; docs/guides/docker.md tells how to use it.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
# The version to show, as 1.2.3: git and its tags stay outside.
ARG VERSION
WORKDIR /source
COPY . .
RUN MinVerVersionOverride=$VERSION dotnet publish src/Eidetic.Cli -c Release -r linux-x64 --no-self-contained -o /app && mkdir /data

# Chiseled: no shell, no package manager. libtorch brings its own OpenMP and asks the system for glibc and libstdc++, which every image of .NET has.
# "extra" adds ICU, by which texts are normalized before they are cut into tokens.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
COPY --from=build /app /app
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
# Vectors of pictures are kept beside the memory, for the next time. Two arenas: glibc keeps memory for every thread that decoded.
ENV XDG_CACHE_HOME=/data/cache MALLOC_ARENA_MAX=2
USER $APP_UID
WORKDIR /data
VOLUME /data
EXPOSE 8080
# No HEALTHCHECK: it would run a program inside, and there is none to ask with. Ask /readyz from outside.
ENTRYPOINT ["dotnet", "/app/Eidetic.Cli.dll"]
CMD ["serve", "--memory", "/data/pictures.memory", "--urls", "http://*:8080", "--api-keys", "/data/keys.json"]
