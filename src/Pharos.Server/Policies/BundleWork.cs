using Microsoft.Extensions.Logging;
using Pharos.Integrations.Bundles;
using Pharos.Policies;
using Pharos.Rego.Bundles;
using Pharos.Server.Configuration;

namespace Pharos.Server.Policies;

/// <summary>The configured bundles: who fetches each, and what each is verified with.</summary>
internal sealed class BundleWork : IDisposable
{
    private readonly HttpClient _client = HttpBundleSource.CreateClient();

    public BundleWork(PolicySettings settings, PolicyStore store, TimeProvider clock, ILogger logger)
    {
        var keys = settings.Keys.ToDictionary(key => key.Key, key => key.Value.Key, StringComparer.Ordinal);
        Uploads = new BundleVerification { Keys = keys, KeyId = settings.UploadKeyId };
        Fetching =
        [
            .. settings.Bundles.Select(bundle => (bundle.Name, new BundleFetching(
                bundle.Name,
                bundle.File is { } file ? new FileBundleSource(file) : new HttpBundleSource(bundle.Url!, bundle.TokenFile, _client),
                new BundleVerification { Keys = keys, KeyId = bundle.KeyId, Scope = bundle.Scope, Exclude = bundle.Exclude },
                bundle.PollEvery,
                store,
                Statuses,
                clock,
                logger))),
        ];
    }

    /// <summary>How it stands with each.</summary>
    public BundleStatuses Statuses { get; } = new();

    /// <summary>What uploaded bundles are verified with.</summary>
    public BundleVerification Uploads { get; }

    /// <summary>For dry runs: nothing will decide, so signatures are only read.</summary>
    public BundleVerification DryRuns { get; } = BundleVerification.Skipped;

    /// <summary>Who fetches each.</summary>
    public IReadOnlyList<(string Name, BundleFetching Fetching)> Fetching { get; }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
