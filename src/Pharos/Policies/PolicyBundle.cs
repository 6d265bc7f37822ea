using Pharos.Rego;

namespace Pharos.Policies;

/// <summary>Compiled policies with the version that names them in every decision. Immutable and shared by all threads.</summary>
public sealed class PolicyBundle
{
    internal PolicyBundle(string version, PolicySources sources, RegoProgram program)
    {
        Version = version;
        Sources = sources;
        Program = program;
        Deny = program.Prepare("data.pharos.gate.deny");
        Review = program.Prepare("data.pharos.gate.review");
        Allow = program.Prepare("data.pharos.gate.allow");
    }

    /// <summary>The first 16 hexadecimal digits of SHA-256 over the sorted modules and the data.</summary>
    public string Version { get; }

    /// <summary>What it was made of.</summary>
    public PolicySources Sources { get; }

    /// <summary>The compiled program, for queries beside the gate's.</summary>
    public RegoProgram Program { get; }

    /// <summary>The gate's set of refusals.</summary>
    public RegoQuery Deny { get; }

    /// <summary>The gate's set of referrals.</summary>
    public RegoQuery Review { get; }

    /// <summary>The gate's set of permissions.</summary>
    public RegoQuery Allow { get; }
}
