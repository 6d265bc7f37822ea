using Pharos.Rego.Network;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego;

/// <summary>How a query is evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The options used where nothing else is asked for.</summary>
    public static EvaluationOptions Default { get; } = new();

    /// <summary>Bounds of the evaluation.</summary>
    /// <value>The default value is <see cref="EvaluationLimits"/> with its own defaults.</value>
    public EvaluationLimits Limits { get; init; } = new();

    /// <summary>The clock of <c>time.now_ns</c> and of the time limit.</summary>
    /// <value>The default value is the system's clock.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether an error of a builtin fails the evaluation instead of making its statement undefined.</summary>
    /// <value>The default value is false.</value>
    public bool StrictErrors { get; init; }

    /// <summary>Who watches the evaluation; only a program that was instrumented tells them anything.</summary>
    /// <value>The default value is nobody.</value>
    public IReadOnlyList<Tracer> Tracers { get; init; } = [];

    /// <summary>Gets each line of <c>print</c> as it is printed.</summary>
    /// <value>The default value is null: lines go nowhere.</value>
    public Action<string>? Print { get; init; }

    /// <summary>What the random numbers of <c>rand.intn</c> start from.</summary>
    /// <value>The default value is 0.</value>
    public int Seed { get; init; }

    /// <summary>How <c>http.send</c> and <c>net.lookup_ip_addr</c> reach the network.</summary>
    /// <value>The default value is null: the network is switched off.</value>
    public IRegoNetwork? Network { get; init; }

    /// <summary>What <c>opa.runtime</c> tells policies, such as <c>env</c>, <c>version</c> and <c>config</c>, whose credentials are left out.</summary>
    /// <value>The default value is null: nothing of the process or its environment is told.</value>
    public RegoObject? Runtime { get; init; }
}
