using System.Collections.Concurrent;
using Pharos.Policies;

namespace Pharos.Server.Policies;

/// <summary>How it stands with each configured bundle; written by the fetching, read by status and health.</summary>
internal sealed class BundleStatuses
{
    private readonly ConcurrentDictionary<string, BundleStatus> _byName = new(StringComparer.Ordinal);

    /// <summary>Every status, by name.</summary>
    public IReadOnlyList<BundleStatus> All => [.. _byName.Values.OrderBy(status => status.Name, StringComparer.Ordinal)];

    /// <summary>Changes a status.</summary>
    public void Update(string name, Func<BundleStatus, BundleStatus> change) => _byName.AddOrUpdate(name, added => change(new BundleStatus(added)), (_, status) => change(status));
}
