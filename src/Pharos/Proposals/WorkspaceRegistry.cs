using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Pharos.Events;

namespace Pharos.Proposals;

/// <summary>
/// The workspaces in force: those of the configuration, and those that were registered (by <c>hook install</c>), which are a fold over one fixed stream. A
/// configured root wins over a registered one of the same path.
/// </summary>
public sealed class WorkspaceRegistry : IDisposable
{
    /// <summary>Most workspaces that may be registered.</summary>
    public const int MaximumWorkspaces = 10_000;

    /// <summary>The stream that holds the registrations.</summary>
    public static readonly StreamId Stream = new("workspaces", new Guid("01900000-0000-7000-8000-000000000003"));

    private const string RegisteredType = "workspace.registered";
    private const string UnregisteredType = "workspace.unregistered";

    private readonly FoldedStream<ImmutableSortedDictionary<string, WorkspaceOptions>> _registered;
    private readonly IReadOnlyList<WorkspaceOptions> _configured;
    private readonly string _serverHome;
    private readonly TimeProvider _clock;
    private volatile WorkspaceDirectory _directory;

    private WorkspaceRegistry(
        FoldedStream<ImmutableSortedDictionary<string, WorkspaceOptions>> registered,
        IReadOnlyList<WorkspaceOptions> configured,
        string serverHome,
        TimeProvider clock)
    {
        _registered = registered;
        _configured = configured;
        _serverHome = serverHome;
        _clock = clock;
        _directory = Merge();
    }

    /// <summary>Reads the registrations from the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="configured">The workspaces of the configuration.</param>
    /// <param name="serverHome">Home folder of the server's user.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static async Task<WorkspaceRegistry> OpenAsync(
        IEventLog log, IReadOnlyList<WorkspaceOptions> configured, string serverHome, TimeProvider clock, CancellationToken cancellationToken) =>
        new(
            await FoldedStream.OpenAsync(
                log, Stream, ImmutableSortedDictionary.Create<string, WorkspaceOptions>(StringComparer.Ordinal), Apply, cancellationToken),
            configured,
            serverHome,
            clock);

    /// <summary>Takes up what other nodes have registered and withdrawn.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var before = _registered.State;
        await _registered.RefreshAsync(cancellationToken);
        if (!ReferenceEquals(before, _registered.State))
        {
            _directory = Merge();
        }
    }

    /// <summary>Every workspace in force.</summary>
    public WorkspaceDirectory Current => _directory;

    /// <summary>Whether a root stands in the configuration, where registrations cannot change it.</summary>
    public bool IsConfigured(string root) => _configured.Any(workspace => LexicalPath.Normalise(workspace.Root) == LexicalPath.Normalise(root));

    /// <summary>Registers a workspace; the same registration again records nothing.</summary>
    /// <returns>A problem, or null when it is in force.</returns>
    public async ValueTask<Problem?> RegisterAsync(WorkspaceOptions workspace, Actor by, CancellationToken cancellationToken)
    {
        var normal = workspace with { Root = LexicalPath.Normalise(workspace.Root) };

        // The same places that are refused as a workspace when a proposal names them would make everything of a user "inside" when registered.
        if (new WorkspaceDirectory([], _serverHome).Find(normal.Root, normal.Root, _serverHome) is null)
        {
            return new Problem("workspace.refused", $"\"{normal.Root}\" cannot be a workspace: everything of the user would be inside it.", 422);
        }

        await _registered.AppendAsync(
            state => state.GetValueOrDefault(normal.Root) == normal || (state.Count >= MaximumWorkspaces && !state.ContainsKey(normal.Root))
                ? null
                : Event(RegisteredType, normal, by),
            cancellationToken);
        _directory = Merge();
        return _registered.State.GetValueOrDefault(normal.Root) == normal
            ? null
            : new Problem("workspace.too-many", $"{MaximumWorkspaces} workspaces are registered; withdraw some first.", 409);
    }

    /// <summary>Withdraws a registration.</summary>
    /// <returns>False when the root was not registered.</returns>
    public async ValueTask<bool> UnregisterAsync(string root, Actor by, CancellationToken cancellationToken)
    {
        var normal = LexicalPath.Normalise(root);
        var outcome = await _registered.AppendAsync(
            state => state.TryGetValue(normal, out var known) ? Event(UnregisteredType, known, by) : null, cancellationToken);
        _directory = Merge();
        return outcome is AppendOutcome.Appended;
    }

    /// <inheritdoc/>
    public void Dispose() => _registered.Dispose();

    private WorkspaceDirectory Merge() =>
        new([.. _configured, .. _registered.State.Values.Where(workspace => !IsConfigured(workspace.Root))], _serverHome);

    private NewEvent Event(string type, WorkspaceOptions workspace, Actor by)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("root", workspace.Root);
            writer.WriteString("mode", WorkspaceNames.Of(workspace.Mode));
            writer.WriteString("profile", WorkspaceNames.Of(workspace.Profile));
            writer.WriteEndObject();
        }

        return new NewEvent
        {
            Stream = Stream,
            Id = EventId.New(_clock),
            Type = type,
            At = _clock.GetUtcNow(),
            Actor = by,
            Workspace = workspace.Root,
            Payload = buffer.WrittenMemory,
        };
    }

    private static ImmutableSortedDictionary<string, WorkspaceOptions> Apply(ImmutableSortedDictionary<string, WorkspaceOptions> state, EventRecord record)
    {
        if (record.Type is not (RegisteredType or UnregisteredType))
        {
            return state;
        }

        using var document = JsonDocument.Parse(record.Payload);
        var payload = document.RootElement;
        var root = payload.GetProperty("root").GetString()!;
        if (record.Type == UnregisteredType)
        {
            return state.Remove(root);
        }

        // What this version does not know is treated as strictly as anything can be.
        return state.SetItem(
            root,
            new WorkspaceOptions(
                root,
                WorkspaceNames.TryParse(payload.GetProperty("mode").GetString(), out WorkspaceMode mode) ? mode : WorkspaceMode.Enforce,
                WorkspaceNames.TryParse(payload.GetProperty("profile").GetString(), out WorkspaceProfile profile) ? profile : WorkspaceProfile.Strict));
    }
}
