using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Rego;

namespace Pharos.Cli.Policies;

/// <summary>Which Rego modules are read as; the same options wherever a command compiles some.</summary>
internal static class PolicyDialect
{
    /// <summary>The switch for what the language may yet change.</summary>
    public static Option<bool> ExperimentalKeywords() => new("--experimental-keywords") { Description = "Let modules import future.keywords.and and future.keywords.or" };

    /// <summary>What the switches say.</summary>
    public static CompileOptions Options(CommandCall call, Option<bool>? v0, Option<bool> experiments) => CompileOptions.Default with
    {
        RegoVersion = v0 is not null && call.Value(v0) ? RegoVersion.V0 : RegoVersion.V1,
        ExperimentalKeywords = call.Value(experiments),
    };
}
