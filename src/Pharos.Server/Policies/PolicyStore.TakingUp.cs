using Pharos.Events;
using Pharos.Policies;
using Pharos.Server.Logging;

namespace Pharos.Server.Policies;

// What changes without anybody asking: files, and what other nodes activated.
internal sealed partial class PolicyStore
{
    private async Task TryAsync(Func<CancellationToken, Task> takeUp, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await takeUp(cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException or EventLogUnavailableException)
        {
            // Half-written files look like this; the next look will tell.
            _refusal = [problem.Message];
            _logger.PoliciesUnreadable(problem, Active.Version);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task TakeUpFilesAsync(CancellationToken cancellationToken)
    {
        var now = _files.Fingerprint();
        if (now != _seen)
        {
            if (_pinned is null)
            {
                await TakeUpAsync(Self, "reload", cancellationToken);
            }

            _seen = now;
        }
    }

    private async Task TakeUpHistoryAsync(CancellationToken cancellationToken)
    {
        await _records.RefreshAsync(cancellationToken);
        var history = _records.History;
        if (history.Pinned == _pinned && history.Bundles.Count == _bundles.Count && history.Bundles.Zip(_bundles).All(pair => pair.First.Is(pair.Second)))
        {
            return;
        }

        var bundles = await _records.BundlesAsync(cancellationToken);
        var sources = history is { Pinned: not null, Latest: { } latest } ? await _records.SourcesAsync(latest.Position, cancellationToken) : _files.Compose(bundles).Sources;
        if (sources is not null && PolicyLibrary.Compile(sources) is ActivateOutcome.Activated activated)
        {
            await DecideAsync(activated.Bundle, bundles, history.Pinned, Self, "reload", cancellationToken);
        }
    }
}
