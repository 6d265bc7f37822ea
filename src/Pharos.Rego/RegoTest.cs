using Pharos.Rego.Syntax;

namespace Pharos.Rego;

/// <summary>A rule that is a test: its name starts with <c>test_</c>, or with <c>todo_test_</c> where it is not to be run yet.</summary>
/// <param name="Package">The package as a reference, for example <c>data.example</c>.</param>
/// <param name="Name">The rule's name.</param>
/// <param name="File">The module it stands in.</param>
/// <param name="Row">Its first row there.</param>
/// <param name="IsSkipped">Whether it is marked as not to be run yet.</param>
public sealed record RegoTest(string Package, string Name, string File, int Row, bool IsSkipped)
{
    /// <summary>The rule as a reference in a form that any package name can take.</summary>
    internal string Reference { get; private init; } = $"{Package}.{Name}";

    internal static IReadOnlyList<RegoTest> Of(IReadOnlyList<Module> modules)
    {
        var seen = new HashSet<(string, string)>();
        var tests = new List<RegoTest>();
        foreach (var module in modules)
        {
            var package = string.Join("", module.Package.Select(p => $"[\"{p}\"]").Prepend("data"));
            foreach (var rule in module.Rules)
            {
                var skipped = rule.Name.StartsWith("todo_test_", StringComparison.Ordinal);
                if ((skipped || rule.Name.StartsWith("test_", StringComparison.Ordinal)) && rule.Kind == RuleKind.Value && seen.Add((package, rule.Name)))
                {
                    tests.Add(new RegoTest(string.Join('.', module.Package.Prepend("data")), rule.Name, module.File, rule.Location.Row, skipped)
                    {
                        Reference = $"{package}.{rule.Name}",
                    });
                }
            }
        }

        return tests;
    }
}
