using Microsoft.Extensions.Logging;
using Pharos.Events;
using Pharos.Policies;
using Pharos.Rego.Bundles;
using Pharos.Server.Logging;

namespace Pharos.Server.Policies;

/// <summary>Looks for one configured bundle again and again, and activates it when it changed. Whatever fails, what decides goes on deciding.</summary>
/// <param name="name">The bundle's name.</param>
/// <param name="source">Where it comes from.</param>
/// <param name="verification">What it is verified with.</param>
/// <param name="every">How often it is looked for.</param>
/// <param name="store">The policies.</param>
/// <param name="statuses">Told how it stands.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class BundleFetching(
    string name, IBundleSource source, BundleVerification verification, TimeSpan every, PolicyStore store, BundleStatuses statuses, TimeProvider clock, ILogger logger)
{
    private string? _tag;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        statuses.Update(name, status => status with { PollEvery = every, ActiveRevision = store.Bundles.FirstOrDefault(bundle => bundle.Name == name)?.Revision });
        using var timer = new PeriodicTimer(every, clock);
        do
        {
            await LookAsync(stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        statuses.Update(name, status => status with { LastRequest = now });
        switch (await source.FetchAsync(_tag, cancellationToken))
        {
            case BundleFetch.Unchanged:
                // What was refused before stays refused until it changes, so its problems stay too; what could not be reached is reached again.
                statuses.Update(name, status => status with
                {
                    LastSuccessfulRequest = now,
                    Code = status.Problems.Count > 0 ? status.Code : null,
                    Message = status.Problems.Count > 0 ? status.Message : null,
                    HttpStatus = null,
                });
                return;
            case BundleFetch.Failed failed:
                Fail(failed.Code, failed.Message, [], failed.HttpStatus);
                return;
            case BundleFetch.Fetched fetched:
                statuses.Update(name, status => status with { LastSuccessfulRequest = now, LastSuccessfulDownload = now, HttpStatus = null });
                await TakeAsync(fetched, cancellationToken);
                return;
        }
    }

    private async Task TakeAsync(BundleFetch.Fetched fetched, CancellationToken cancellationToken)
    {
        using var archive = new MemoryStream(fetched.Archive.ToArray(), writable: false);
        var outcome = BundleReader.Read(archive, verification, BundleIntake.Limits);
        if (outcome is BundleOutcome.Refused refused)
        {
            // Fetching the same archive again would find the same.
            _tag = fetched.Tag;
            Fail("bundle.refused", refused.Problems[0].ToString(), refused.Problems);
            return;
        }

        var (bundle, problems) = BundleIntake.Admit(name, ((BundleOutcome.Read)outcome).Bundle, source.Origin, store.Bundles);
        if (bundle is null)
        {
            _tag = fetched.Tag;
            Fail("bundle.refused", problems[0].Message, problems);
            return;
        }

        if (store.Pinned is { } pinned)
        {
            Fail("policy.pinned", $"The policies were rolled back to {pinned} and stay so; \"pharos policy rollback --release\" lets bundles decide again.", []);
            return;
        }

        if (store.Bundles.FirstOrDefault(other => other.Name == name) is { } active && active.Digest == bundle.Digest && active.Revision == bundle.Revision && active.KeyId == bundle.KeyId)
        {
            Succeed(bundle.Revision, fetched.Tag, activated: null);
            return;
        }

        try
        {
            switch (await store.ActivateAsync(bundle, new Actor(ActorKind.System, $"bundle:{name}"), cancellationToken))
            {
                case ChangeOutcome.Done:
                    Succeed(bundle.Revision, fetched.Tag, clock.GetUtcNow());
                    return;
                case ChangeOutcome.Refused wrong:
                    // Not remembered by its tag: what it depends on here may change.
                    Fail(wrong.Code, wrong.Message, wrong.Problems);
                    return;
            }
        }
        catch (Exception problem) when (problem is EventLogUnavailableException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Fail("policy.unrecorded", problem.Message, []);
        }
    }

    private void Succeed(string revision, string? tag, DateTimeOffset? activated)
    {
        _tag = tag;
        statuses.Update(name, status => status with
        {
            ActiveRevision = revision,
            LastSuccessfulActivation = activated ?? status.LastSuccessfulActivation ?? clock.GetUtcNow(),
            Code = null,
            Message = null,
            Problems = [],
        });
    }

    private void Fail(string code, string message, IReadOnlyList<BundleProblem> problems, int? httpStatus = null)
    {
        statuses.Update(name, status => status with { Code = code, Message = message, Problems = problems, HttpStatus = httpStatus });
        logger.BundleFailed(name, code, message);
    }
}
