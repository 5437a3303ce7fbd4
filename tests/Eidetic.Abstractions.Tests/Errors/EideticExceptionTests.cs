namespace Eidetic.Abstractions.Tests.Errors;

public sealed class EideticExceptionTests
{
    public static TheoryData<Type> Kinds => new(typeof(EideticException).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Exception)) && !type.IsAssignableTo(typeof(ArgumentException))));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Everything_wrong_with_the_world_is_caught_by_one_type(Type kind) => kind.Should().BeAssignableTo<EideticException>();

    [Fact]
    public void What_a_caller_asked_for_wrongly_is_an_argument_and_nothing_wrong_with_the_world()
    {
        typeof(OptionException).Should().BeAssignableTo<ArgumentException>();
        typeof(OptionException).Should().NotBeAssignableTo<EideticException>();
    }

    [Fact]
    public void An_error_carries_its_facts_and_its_cause()
    {
        var cause = new IOException("disk");

        var error = new SourceException("Line 12 is not JSON.", file: "captions.jsonl", line: 12, innerException: cause);

        (error.File, error.Line, error.InnerException, error.Message).Should().Be(("captions.jsonl", 12L, cause, "Line 12 is not JSON."));
    }
}
