using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Pharos.Rego.Builtins.Certificates;
using Pharos.Rego.Builtins.Templates;

namespace Pharos.Rego.Builtins;

/// <summary>All builtins by name.</summary>
public static class BuiltinRegistry
{
    private static readonly FrozenDictionary<string, Builtin> ByName = Families().ToFrozenDictionary(b => b.Name, StringComparer.Ordinal);

    /// <summary>Every builtin, in no particular order.</summary>
    public static IReadOnlyCollection<Builtin> All => ByName.Values;

    /// <summary>The builtin of a name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out Builtin? builtin) => ByName.TryGetValue(name, out builtin);

    private static IEnumerable<Builtin> Families() =>
    [
        .. Comparisons.All,
        .. Arithmetic.All,
        .. Aggregates.All,
        .. Sets.All,
        .. Types.All,
        .. Arrays.All,
        .. Bits.All,
        .. Tracing.All,
        .. Objects.All,
        .. Strings.All,
        .. Regexes.All,
        .. Globs.All,
        .. Numbers.All,
        .. Graphs.All,
        .. Hashes.All,
        .. JsonWebTokens.All,
        .. TokenSigning.All,
        .. Semver.All,
        .. Units.All,
        .. Encodings.All,
        .. Json.All,
        .. Times.All,
        .. Nets.All,
        .. Uuids.All,
        .. RuntimeFacts.All,
        .. AwsSigning.All,
        .. NetworkCalls.All,
        .. CertificateCalls.All,
        .. RenderedTemplates.All,
        .. Modules.All,
        .. Graphqls.All,
        .. JsonSchemas.All,
        .. Uris.All,
        .. Yamls.All,
    ];
}
