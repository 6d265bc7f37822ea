using System.Text.Json;
using Pharos.Rego.Builtins;

namespace Pharos.Rego.Tests.Builtins;

public sealed class BuiltinRegistryTests
{
    private static readonly string Metadata = Path.Combine(Corpora.Folder, "opa-conformance", "builtin_metadata.json");

    /// <summary>Builtins that the compiler replaces before anything is called.</summary>
    private static readonly string[] Rewritten = ["print", "rego.metadata.chain", "rego.metadata.rule"];

    [Fact]
    public void Every_builtin_of_the_language_is_there_with_its_arity()
    {
        Assert.SkipUnless(File.Exists(Metadata), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        using var document = JsonDocument.Parse(File.ReadAllText(Metadata));
        var wrong = new List<string>();
        foreach (var entry in document.RootElement.EnumerateObject().Where(static e => !e.Name.StartsWith('_')))
        {
            var arity = entry.Value.TryGetProperty("args", out var arguments) ? arguments.GetArrayLength() : 0;
            if (!BuiltinRegistry.TryGet(entry.Name, out var builtin))
            {
                wrong.Add(entry.Name + " is missing");
            }
            else if (builtin.Arity != arity)
            {
                wrong.Add($"{entry.Name} takes {builtin.Arity} arguments and not {arity}");
            }
        }

        wrong.Where(w => !Rewritten.Any(a => w.StartsWith(a, StringComparison.Ordinal))).ShouldBeEmpty();
    }
}
