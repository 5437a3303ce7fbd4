using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Eidetic")]
[assembly: InternalsVisibleTo("Eidetic.Modeling.Tests")]
[assembly: InternalsVisibleTo("Eidetic.Tests")]
[assembly: InternalsVisibleTo("Eidetic.LanguageModels.Tests")]
