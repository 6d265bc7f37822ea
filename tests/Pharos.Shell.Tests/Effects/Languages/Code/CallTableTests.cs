using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Tests.Effects.Languages.Code;

public sealed class CallTableTests
{
    [Fact]
    public void Every_call_table_compiles()
    {
        foreach (var language in CodeLanguages.All)
        {
            language.Calls.Names.Count().ShouldBeGreaterThan(80);
        }
    }
}
