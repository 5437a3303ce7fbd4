using System.Runtime.CompilerServices;

// The layers stay inside; the trainer and the façade are the two that may reach them.
[assembly: InternalsVisibleTo("Eidetic.Training")]
[assembly: InternalsVisibleTo("Eidetic")]
[assembly: InternalsVisibleTo("Eidetic.Modeling.Tests")]
[assembly: InternalsVisibleTo("Eidetic.Tests")]
[assembly: InternalsVisibleTo("Eidetic.LanguageModels.Tests")]
