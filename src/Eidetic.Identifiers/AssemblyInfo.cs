using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Eidetic.Identifiers.Tests")]
