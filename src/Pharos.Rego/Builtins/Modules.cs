using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Rego about Rego: the syntax tree of a module given as text.</summary>
internal static class Modules
{
    internal static IEnumerable<Builtin> All => [new("rego.parse_module", 2, false, Parse)];

    private static RegoValue? Parse(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string file) || !context.Text(arguments, 2, out string source))
        {
            return null;
        }

        var (module, errors) = Parser.ParseModule(new RegoModule(file, source));
        return module is null ? context.Failure(string.Join('\n', errors)) : AstJson.Of(module);
    }
}
