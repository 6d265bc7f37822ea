using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>
/// Evaluates calls of builtins whose arguments are constants, once for a program and not in every evaluation. Only what succeeds within small
/// bounds counts: an error and undefined stay for run time, where it depends on the options what they come to.
/// </summary>
internal sealed class ConstantCalls
{
    /// <summary>How many calls of one program are evaluated beforehand; a text of many more would be slow to compile.</summary>
    private const int MaximumCalls = 2_000;

    /// <summary>The parts that the arguments and the result may have.</summary>
    private const int MaximumWeight = 256;

    private static readonly BuiltinLimits Limits = new() { MaxText = 4_096, MaxElements = MaximumWeight, MaxIntegerBits = 4_096, MaxNotes = 0 };
    private static readonly TimeSpan MaximumTime = TimeSpan.FromMilliseconds(5);
    private readonly Dictionary<CallNode, RegoValue?> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>The value of a term where it is known beforehand: a constant, such a call, or a collection of them.</summary>
    public static RegoValue? Value(TermNode term) => term switch
    {
        ConstantNode constant => constant.Value,
        CallNode { Beforehand: { } calls } call => calls.Call(call),
        ArrayNode array => Values(array.Items) is { } items ? RegoArray.From(items) : null,
        _ => null,
    };

    private static List<RegoValue>? Values(IReadOnlyList<TermNode> terms)
    {
        var values = new List<RegoValue>(terms.Count);
        foreach (var term in terms)
        {
            if (Value(term) is not { } value)
            {
                return null;
            }

            values.Add(value);
        }

        return values;
    }

    private RegoValue? Call(CallNode call)
    {
        if (call.Builtin is not { IsNondeterministic: false, IsRelation: false } builtin || !BuiltinRegistry.TryGet(builtin.Name, out _))
        {
            return null;
        }

        if (_known.TryGetValue(call, out var known))
        {
            return known;
        }

        if (_known.Count == MaximumCalls || Values(call.Arguments) is not { } arguments)
        {
            return null;
        }

        var value = arguments.Sum(argument => (long)argument.Weight) <= MaximumWeight ? Evaluate(builtin, [.. arguments]) : null;
        _known.Add(call, value);
        return value;
    }

    private static RegoValue? Evaluate(Builtin builtin, RegoValue[] arguments)
    {
        var clock = new AskedClock();
        var noted = false;
        var context = new BuiltinContext(clock) { CurrentName = builtin.Name, Limits = Limits, MaximumTime = MaximumTime, Noted = _ => noted = true, Printed = _ => noted = true };
        var value = builtin.Function(context, arguments);
        return value is null || context.LastError is not null || context.IsNondeterministic || clock.WasAsked || noted || value.Weight > MaximumWeight ? null : value;
    }

    /// <summary>Notices who asks for the time, as the checks of a certificate do, and so has to be asked again.</summary>
    private sealed class AskedClock : TimeProvider
    {
        public bool WasAsked { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            WasAsked = true;
            return DateTimeOffset.UnixEpoch;
        }
    }
}
