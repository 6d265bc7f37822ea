using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Pharos.Events;

namespace Pharos.Agents;

/// <summary>The account each agent runs under, as registered: a fold over one fixed stream. What the configuration names wins over it.</summary>
public sealed class AgentHosts : IDisposable
{
    /// <summary>Most agents that may be registered.</summary>
    public const int MaximumAgents = 10_000;

    /// <summary>The stream that holds the registrations.</summary>
    public static readonly StreamId Stream = new("agents", new Guid("01900000-0000-7000-8000-000000000002"));

    private const string RegisteredType = "agent.registered";

    private readonly FoldedStream<ImmutableDictionary<string, AgentHost>> _registered;
    private readonly IReadOnlyDictionary<string, AgentHost> _configured;
    private readonly TimeProvider _clock;

    private AgentHosts(
        FoldedStream<ImmutableDictionary<string, AgentHost>> registered, IReadOnlyDictionary<string, AgentHost> configured, TimeProvider clock)
    {
        _registered = registered;
        _configured = configured;
        _clock = clock;
    }

    /// <summary>Reads the registrations from the log.</summary>
    public static async Task<AgentHosts> OpenAsync(
        IEventLog log, IReadOnlyDictionary<string, AgentHost> configured, TimeProvider clock, CancellationToken cancellationToken) =>
        new(await FoldedStream.OpenAsync(log, Stream, ImmutableDictionary<string, AgentHost>.Empty, Apply, cancellationToken), configured, clock);

    /// <summary>Takes up what other nodes have registered.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => _registered.RefreshAsync(cancellationToken);

    /// <summary>Every known agent with its account, by name.</summary>
    public IReadOnlyDictionary<string, AgentHost> All => _registered.State.SetItems(_configured).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The account of an agent, or null.</summary>
    public AgentHost? Find(string agent) => _configured.TryGetValue(agent, out var host) ? host : _registered.State.GetValueOrDefault(agent);

    /// <summary>Registers an agent's account; the same registration again records nothing.</summary>
    /// <returns>False when there is no room for another agent.</returns>
    public async ValueTask<bool> RegisterAsync(string agent, AgentHost host, Actor by, CancellationToken cancellationToken)
    {
        await _registered.AppendAsync(
            state => state.GetValueOrDefault(agent) == host || (state.Count >= MaximumAgents && !state.ContainsKey(agent)) ? null : Registered(agent, host, by),
            cancellationToken);
        return _registered.State.GetValueOrDefault(agent) == host;
    }

    /// <inheritdoc/>
    public void Dispose() => _registered.Dispose();

    private NewEvent Registered(string agent, AgentHost host, Actor by)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("agent", agent);
            writer.WriteString("home", host.Home);
            writer.WriteString("user", host.User);
            writer.WriteEndObject();
        }

        return new NewEvent { Stream = Stream, Id = EventId.New(_clock), Type = RegisteredType, At = _clock.GetUtcNow(), Actor = by, Agent = agent, Payload = buffer.WrittenMemory };
    }

    private static ImmutableDictionary<string, AgentHost> Apply(ImmutableDictionary<string, AgentHost> state, EventRecord record)
    {
        if (record.Type != RegisteredType)
        {
            return state;
        }

        using var document = JsonDocument.Parse(record.Payload);
        var root = document.RootElement;
        return state.SetItem(
            root.GetProperty("agent").GetString()!, new AgentHost(root.GetProperty("home").GetString()!, root.GetProperty("user").GetString()!));
    }
}
