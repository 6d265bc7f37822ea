using Pharos.Storage.Postgres;

namespace Pharos.Storage.Tests.Postgres;

/// <summary>Stores on one database, each in a folder of its own as on a machine of its own.</summary>
internal sealed class NodeFolders(PostgresAddress address) : IAsyncDisposable
{
    private readonly List<(string Folder, PostgresEventStore Store)> _nodes = [];

    public async Task<PostgresEventStore> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-node-").FullName;
        var store = await PostgresEventStore.OpenAsync(address, folder, TimeProvider.System, TestContext.Current.CancellationToken);
        _nodes.Add((folder, store));
        return store;
    }

    public string HeadsOf(PostgresEventStore store) => Path.Combine(_nodes.Single(node => node.Store == store).Folder, "heads.log");

    public async ValueTask DisposeAsync()
    {
        foreach (var (folder, store) in _nodes)
        {
            await store.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
