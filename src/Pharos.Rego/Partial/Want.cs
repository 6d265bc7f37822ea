using Pharos.Rego.Compile;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>What the place where a value is used admits: one value, everything that is not false, or anything.</summary>
internal readonly record struct Want(RegoValue? Equal, bool NotFalse)
{
    public static Want Anything { get; }

    public static Want True { get; } = new(null, true);

    public static Want Of(TermNode other) => other is ConstantNode constant ? new Want(constant.Value, false) : Anything;

    /// <summary>Whether this value would make no difference, so that a default of it need not be kept.</summary>
    public bool Excludes(RegoValue value) => Equal is not null ? !Equal.Equals(value) : NotFalse && value is RegoBoolean { Value: false };
}
