using Microsoft.Extensions.Logging;
using Pharos.Events;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Bundles;
using Pharos.Rego.Network;
using Pharos.Server.Logging;

namespace Pharos.Server.Policies;

/// <summary>
/// The policies that decide: the base folder, activated bundles over it, and over both the modules that were written through the server. Changes are taken up while
/// running; policies that are refused change nothing, and health and log say so. Every version that begins to decide is an event that holds it whole.
/// </summary>
internal sealed partial class PolicyStore : IDisposable
{
    private static readonly Actor Self = new(ActorKind.System, "policies");

    private readonly PolicyLibrary _library;
    private readonly PolicyFiles _files;
    private readonly PolicyRecords _records;
    private readonly PolicyValidation _validation;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private string _seen;
    private volatile IReadOnlyList<ActiveBundle> _bundles;
    private volatile IReadOnlyList<string> _refusal = [];
    private volatile string? _pinned;

    private PolicyStore(PolicyLibrary library, PolicyFiles files, PolicyRecords records, PolicyOpening opening, IRegoNetwork? network, TimeProvider clock, ILogger logger)
    {
        _library = library;
        _files = files;
        _records = records;
        _validation = new PolicyValidation(clock, network);
        _logger = logger;
        _bundles = opening.Bundles;
        _pinned = opening.Pinned;
        _refusal = opening.Refusal;
        _seen = files.Fingerprint();
    }

    /// <summary>The bundle that decides.</summary>
    public PolicyBundle Active => _library.Active;

    /// <summary>The library the gate asks.</summary>
    public PolicyLibrary Library => _library;

    /// <summary>The activated bundles.</summary>
    public IReadOnlyList<ActiveBundle> Bundles => _bundles;

    /// <summary>The version that was rolled back to; null when the layers decide.</summary>
    public string? Pinned => _pinned;

    /// <summary>What was activated when.</summary>
    public PolicyHistory History => _records.History;

    /// <summary>Why the policies on disk do not decide; empty when they do.</summary>
    public IReadOnlyList<string> Refusal => _refusal;

    /// <summary>Loads the policies for the first time.</summary>
    /// <exception cref="ServerStartException">They do not compile or cannot be read, and the log holds no version to fall back to.</exception>
    public static async Task<PolicyStore> OpenAsync(
        PolicyFiles files, IReadOnlyList<string> configured, IEventLog log, IBlobStore? blobs, IRegoNetwork? network, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var records = await PolicyRecords.OpenAsync(log, blobs, clock, cancellationToken);
        try
        {
            var opening = await PolicyOpening.ReadAsync(files, configured, records, cancellationToken);
            var store = new PolicyStore(opening.Library, files, records, opening, network, clock, logger);
            await records.RecordAsync(store.Active, store._bundles, "start", store._pinned, Self, cancellationToken);
            store.KeepActive();
            return store;
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    /// <summary>Takes up changed files, and what other nodes have activated, until cancelled.</summary>
    public async Task WatchAsync(TimeSpan every, bool isShared, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await ReloadAsync(cancellationToken);
                if (isShared)
                {
                    await FollowAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Looks at the files once and takes up what changed.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => TryAsync(TakeUpFilesAsync, cancellationToken);

    /// <summary>Takes up once what other nodes on the log have activated.</summary>
    public Task FollowAsync(CancellationToken cancellationToken) => TryAsync(TakeUpHistoryAsync, cancellationToken);

    /// <summary>Writes a module and lets it decide; over a named version only while that decides, else the one diagnostic is <c>policy.version</c>.</summary>
    /// <returns>What is wrong with the policies that would result; empty when they decide now.</returns>
    public Task<IReadOnlyList<RegoDiagnostic>> WriteAsync(PolicyId id, string source, Actor by, CancellationToken cancellationToken, string? over = null) =>
        ChangeAsync(id, source, over, by, "written", cancellationToken);

    /// <summary>Removes a module that was written here.</summary>
    /// <returns>Null when there is none; else what is wrong with the policies that would result.</returns>
    public async Task<IReadOnlyList<RegoDiagnostic>?> DeleteAsync(PolicyId id, Actor by, CancellationToken cancellationToken) =>
        _files.HasWritten(id) ? await ChangeAsync(id, null, null, by, "deleted", cancellationToken) : null;

    /// <summary>Changes the data, all of it or nothing, and lets it decide.</summary>
    /// <param name="edits">The changes, in order.</param>
    /// <param name="onlyIfAbsent">Change nothing when something stands where the first change puts its value.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancellationToken">Gives up before anything was changed.</param>
    public async Task<DataWriteOutcome> WriteDataAsync(IReadOnlyList<DataEdit> edits, bool onlyIfAbsent, Actor by, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_pinned is { } pinned)
            {
                return new DataWriteOutcome.Refused(new Problem("policy.pinned", PinnedMessage(pinned), 409));
            }

            var (written, outcome) = new DataChange(_files, _bundles, Active).Plan(edits, onlyIfAbsent);
            if (written is null)
            {
                return outcome!;
            }

            _files.WriteData(written);
            _seen = _files.Fingerprint();
            await TakeUpAsync(by, "data", cancellationToken);
            return new DataWriteOutcome.Written();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Activates a bundle in the place of the one of its name, after everything about it was examined.</summary>
    public Task<ChangeOutcome> ActivateAsync(ActiveBundle bundle, Actor by, CancellationToken cancellationToken) => ChangeBundlesAsync(
        bundles => [.. bundles.Where(other => other.Name != bundle.Name), bundle], bundle, by, "bundle", cancellationToken);

    /// <summary>Takes a bundle out.</summary>
    public Task<ChangeOutcome> RemoveAsync(string name, Actor by, CancellationToken cancellationToken) => ChangeBundlesAsync(
        bundles => [.. bundles.Where(other => other.Name != name)], null, by, "removed", cancellationToken);

    /// <summary>Lets the layers decide again after a roll-back.</summary>
    public Task<ChangeOutcome> ReleaseAsync(Actor by, CancellationToken cancellationToken) => ChangeBundlesAsync(bundles => bundles, null, by, "release", cancellationToken);

    /// <summary>Lets an earlier version decide again, exactly as it was, until a bundle is activated or it is released.</summary>
    public async Task<ChangeOutcome> RollBackAsync(PolicyActivation activation, Actor by, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (await _records.SourcesAsync(activation.Position, cancellationToken) is not { } sources)
            {
                return new ChangeOutcome.Refused("policy.gone", $"The policies of version {activation.Version} are no longer in the log: they were erased, archived, or are older than this record.", []);
            }

            return PolicyLibrary.Compile(sources) switch
            {
                ActivateOutcome.Activated activated => await DecideAsync(activated.Bundle, _bundles, activated.Bundle.Version, by, "rollback", cancellationToken),
                ActivateOutcome.Refused refused => new ChangeOutcome.Refused("policy.invalid", $"Version {activation.Version} does not compile any more.", [.. refused.Diagnostics.Select(BundleProblem.Of)]),
                _ => throw new InvalidOperationException("An activation outcome without a case."),
            };
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Dispose();
        _changing.Dispose();
    }

    private static string PinnedMessage(string version) => $"The policies were rolled back to {version} and stay so. Release them first: pharos policy rollback --release";

    private async Task<IReadOnlyList<RegoDiagnostic>> ChangeAsync(PolicyId id, string? source, string? version, Actor by, string reason, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_pinned is { } pinned)
            {
                return [new RegoDiagnostic("policy.pinned", PinnedMessage(pinned), id.Path, 1, 1)];
            }

            if (version is not null && version != Active.Version)
            {
                return [new RegoDiagnostic("policy.version", $"Version {Active.Version} decides by now, not {version}. Look again.", id.Path, 1, 1)];
            }

            // Compiled before a file is touched: what is on disk must be able to decide after a crash at any moment.
            var (sources, problems) = _files.ComposeWith(_bundles, id, source);
            if (sources is null)
            {
                return [.. problems.Select(problem => new RegoDiagnostic(problem.Code, problem.Message, id.Path, 1, 1))];
            }

            switch (RegoProgram.Compile(sources.Modules, sources.Data))
            {
                case CompileOutcome.Rejected rejected:
                    return rejected.Diagnostics;
                case CompileOutcome.Compiled compiled when new DataChange(_files, _bundles, Active).NewConflict(compiled.Program, sources.Data) is { } conflict:
                    return [new RegoDiagnostic("rego_compile_error", conflict, id.Path, 1, 1)];
            }

            _files.Write(id, source);
            _seen = _files.Fingerprint();
            await TakeUpAsync(by, reason, cancellationToken);
            return [];
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<ChangeOutcome> ChangeBundlesAsync(
        Func<IReadOnlyList<ActiveBundle>, IReadOnlyList<ActiveBundle>> change, ActiveBundle? tested, Actor by, string reason, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var bundles = change(_bundles);
            var (sources, problems) = _files.Compose(bundles);
            var (bundle, found) = sources is null ? (null, problems) : _validation.Examine(sources, tested, cancellationToken);
            if (bundle is null)
            {
                ServerMetrics.PoliciesLoaded("refused");
                _logger.PoliciesRefused(Active.Version, string.Join("; ", found.Take(5)));
                return new ChangeOutcome.Refused("policy.refused", $"The policies are refused, {found.Count} problem(s); version {Active.Version} still decides.", found);
            }

            return await DecideAsync(bundle, bundles, null, by, reason, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task TakeUpAsync(Actor by, string reason, CancellationToken cancellationToken)
    {
        var (sources, problems) = _files.Compose(_bundles);
        switch (sources is null ? null : PolicyLibrary.Compile(sources))
        {
            case ActivateOutcome.Activated activated:
                await DecideAsync(activated.Bundle, _bundles, null, by, reason, cancellationToken);
                return;
            case var outcome:
                _refusal = outcome is ActivateOutcome.Refused refused ? [.. refused.Diagnostics.Select(diagnostic => diagnostic.ToString())] : [.. problems.Select(problem => problem.ToString())];
                ServerMetrics.PoliciesLoaded("refused");
                _logger.PoliciesRefused(Active.Version, string.Join("; ", _refusal.Take(5)));
                return;
        }
    }

    private void KeepActive() => _files.WriteActive(_bundles.Count > 0 || _pinned is not null ? Active.Sources : null);

    // Recorded before it decides: a decision must never name a version that the log does not know, and a failed record leaves the old version in place.
    private async Task<ChangeOutcome> DecideAsync(
        PolicyBundle bundle, IReadOnlyList<ActiveBundle> bundles, string? pinned, Actor by, string reason, CancellationToken cancellationToken)
    {
        var isNew = bundle.Version != Active.Version;
        await _records.RecordAsync(bundle, bundles, reason, pinned, by, cancellationToken);
        if (isNew)
        {
            _library.Activate(bundle);
            ServerMetrics.PoliciesLoaded("activated");
            _logger.PoliciesActivated(bundle.Version);
        }

        _bundles = bundles;
        _pinned = pinned;
        _refusal = [];
        KeepActive();
        return new ChangeOutcome.Done(Active, isNew);
    }
}
