using Pharos.Rego;

namespace Pharos.Policies;

/// <summary>Holds the policies that decide. Readers see one bundle or the next, never a mixture. Safe for use by many threads.</summary>
public sealed class PolicyLibrary
{
    private readonly Lock _activating = new();
    private volatile PolicyBundle _active;

    private PolicyLibrary(PolicyBundle first) => _active = first;

    /// <summary>The bundle that decides now.</summary>
    public PolicyBundle Active => _active;

    /// <summary>Makes a library from its first policies.</summary>
    /// <returns>The library, or null with the diagnostics when they do not compile: there is nothing older to fall back to.</returns>
    public static (PolicyLibrary? Library, ActivateOutcome Outcome) Create(PolicySources sources)
    {
        var outcome = Compile(sources);
        return outcome is ActivateOutcome.Activated activated ? (new PolicyLibrary(activated.Bundle), outcome) : (null, outcome);
    }

    /// <summary>Compiles policies and lets them decide, or refuses them and keeps the ones that decide now.</summary>
    public ActivateOutcome Activate(PolicySources sources)
    {
        lock (_activating)
        {
            if (PolicyVersion.Of(sources) == _active.Version)
            {
                return new ActivateOutcome.Activated(_active, IsNew: false);
            }

            var outcome = Compile(sources);
            if (outcome is ActivateOutcome.Activated activated)
            {
                _active = activated.Bundle;
            }

            return outcome;
        }
    }

    /// <summary>Lets compiled policies decide from now on.</summary>
    public void Activate(PolicyBundle bundle)
    {
        lock (_activating)
        {
            _active = bundle;
        }
    }

    /// <summary>Compiles policies without letting them decide.</summary>
    public static ActivateOutcome Compile(PolicySources sources) => RegoProgram.Compile(sources.Modules, sources.Data) switch
    {
        CompileOutcome.Compiled compiled =>
            new ActivateOutcome.Activated(new PolicyBundle(PolicyVersion.Of(sources), sources, compiled.Program), IsNew: true),
        CompileOutcome.Rejected rejected => new ActivateOutcome.Refused(rejected.Diagnostics),
        _ => throw new InvalidOperationException("A compile outcome without a case."),
    };
}
