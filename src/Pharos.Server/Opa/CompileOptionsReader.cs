using System.Diagnostics.CodeAnalysis;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Partial;
using Pharos.Rego.Values;

namespace Pharos.Server.Opa;

/// <summary>Reads what both forms of partial evaluation take: the known input, what is unknown, and what is not to be inlined.</summary>
internal static class CompileOptionsReader
{
    /// <summary>Most unknowns, and most rules that are not inlined.</summary>
    public const int MaximumReferences = 1000;

    public static (PartialRequest? Request, Problem? Problem) Read(RegoObject body, string query, EvaluationOptions evaluation)
    {
        var options = Options(body);
        var request = new PartialRequest
        {
            Query = query,
            Input = body.TryGet("input", out var input) && input is not RegoNull ? input : null,
            Evaluation = evaluation,
            NondeterministicBuiltins = options.TryGet("nondeterministicBuiltins", out var now) && now is RegoBoolean { Value: true },
        };
        if (HasUnknowns(body, out var unknowns))
        {
            if (Texts(unknowns) is not { } references)
            {
                return (null, new Problem("compile.unknowns", $"error(s) occurred while parsing unknowns: an array of at most {MaximumReferences} references such as \"input.user\" is expected"));
            }

            request = request with { Unknowns = references };
        }

        if (options.TryGet("disableInlining", out var disabled) && disabled is not RegoNull)
        {
            if (Texts(disabled) is not { } references)
            {
                return (null, new Problem("compile.options", $"disableInlining must be an array of at most {MaximumReferences} references such as \"data.example.allow\""));
            }

            request = request with { DisableInlining = references };
        }

        return (request, null);
    }

    /// <summary>Whether the body says what is unknown.</summary>
    public static bool HasUnknowns(RegoObject body, [NotNullWhen(true)] out RegoValue? unknowns) => body.TryGet("unknowns", out unknowns) && unknowns is not RegoNull;

    public static RegoObject Options(RegoObject body) => body.TryGet("options", out var value) && value is RegoObject options ? options : RegoObject.Empty;

    public static string? Text(RegoObject body, string name) => body.TryGet(name, out var value) && value is RegoString { Value.Length: > 0 } text ? text.Value : null;

    public static IReadOnlyList<string>? Texts(RegoValue value) =>
        value is RegoArray { Count: <= MaximumReferences } array && array.All(item => item is RegoString) ? [.. array.Cast<RegoString>().Select(item => item.Value)] : null;
}
