using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Computes a builtin; null means undefined, after <see cref="BuiltinContext.Fail"/> when there is something to say.</summary>
public delegate RegoValue? BuiltinFunction(BuiltinContext context, ReadOnlySpan<RegoValue> arguments);

/// <summary>A builtin under its Rego name.</summary>
/// <param name="Name">The name in Rego, for example <c>time.now_ns</c> or <c>plus</c>.</param>
/// <param name="Arity">How many arguments it takes.</param>
/// <param name="IsNondeterministic">Whether the same arguments may give another result in another query.</param>
/// <param name="Function">What computes it.</param>
public sealed record Builtin(string Name, int Arity, bool IsNondeterministic, BuiltinFunction Function)
{
    /// <summary>Whether the result is an array of tuples, each of which is a solution of its own (only <c>walk</c>).</summary>
    public bool IsRelation { get; init; }
}
