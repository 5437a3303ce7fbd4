using Xunit.Sdk;
using Xunit.v3;

// torch has one random generator and one count of live tensors for the process: tests that rely on either must not run beside others.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Eidetic.Modeling.Tests.Runtime.LoadedTorch))]
