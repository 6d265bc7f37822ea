using System.Text.Json;
using Pharos.Gate.Definitions;
using Pharos.Rego.Values;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// The tools of the server as far as they were listed, each with the gate's word about its definition. What the gate allowed once in this session is not asked about again while it stays the same, so that a list can be
/// shown while the gate is away; everything else is withheld until the gate has allowed it. Safe for use by many threads.
/// </summary>
internal sealed class ToolListings(GateClient gate, ProxyOptions options, WithheldTools withheld, Action shownAnew, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Most tools that are kept apart.</summary>
    public const int Maximum = 1_000;

    private const int LongestName = 128;

    private const int MostFollowed = 16;

    private static readonly TimeSpan FollowFor = TimeSpan.FromSeconds(20);

    // What the proxy itself calls what the server says of itself, and what the client answers to it: a tool of that name would be taken for it, and decided and pinned as it.
    private static readonly string[] Reserved = ["(server)", "sampling/createMessage", "elicitation/create", "roots/list"];

    // Says nothing to the model, and changes with every release of a server.
    private static readonly string[] NotJudged = ["_meta", "icons", "execution"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ListedTool> _tools = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private Task? _watching;
    private int _listing;
    private int _changes;
    private int _changesBefore;

    /// <summary>How often the server said that its list changed.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>True when the whole list was seen and nothing was said since that it changed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The server says that its list changed.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _changes++;
            IsComplete = false;
        }
    }

    /// <summary>A tool that was listed; null for any other.</summary>
    public ListedTool? Find(string name)
    {
        lock (_gate)
        {
            return _tools.GetValueOrDefault(name);
        }
    }

    /// <summary>Judges one page of the list.</summary>
    /// <param name="result">The result of <c>tools/list</c>.</param>
    /// <param name="isFirst">True for the first page.</param>
    /// <param name="changes">How often the server had said that its list changed when it gave this page.</param>
    /// <param name="cancellationToken">The session ends.</param>
    /// <returns>Whether each tool of the page may be shown, in order; null when the result is no list.</returns>
    public async Task<IReadOnlyList<bool>?> JudgeAsync(JsonElement result, bool isFirst, int changes, CancellationToken cancellationToken)
    {
        var tools = JsonRpcMessage.Member(result, "tools");
        if (tools.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var listing = isFirst ? Interlocked.Increment(ref _listing) : Volatile.Read(ref _listing);
        if (isFirst)
        {
            Volatile.Write(ref _changesBefore, changes);
        }

        var listed = new List<ListedTool?>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in tools.EnumerateArray())
        {
            // Of two tools with one name nobody can tell which is called; and a name that cannot be seen whole is none.
            listed.Add(JsonRpcMessage.Text(tool, "name") is { Length: > 0 and <= LongestName } name && !HasUnseen(name) && !Reserved.Contains(name, StringComparer.Ordinal) && names.Add(name) && listed.Count < Maximum
                ? Known(name, tool, listing)
                : null);
        }

        var open = listed.OfType<ListedTool>().Where(tool => !tool.IsShown).ToList();
        var judged = await DecideAsync(open, cancellationToken);
        lock (_gate)
        {
            foreach (var tool in listed.OfType<ListedTool>())
            {
                if (_tools.Count < Maximum || _tools.ContainsKey(tool.Name))
                {
                    _tools[tool.Name] = judged.GetValueOrDefault(tool.Name, tool);
                }
            }

            if (JsonRpcMessage.Member(result, "nextCursor").ValueKind != JsonValueKind.String)
            {
                foreach (var gone in _tools.Values.Where(tool => tool.Listing < listing).ToList())
                {
                    _tools.Remove(gone.Name);
                }

                // What the server said meanwhile makes the next call look again.
                IsComplete = Volatile.Read(ref _changesBefore) == _changes;
                withheld.Tell(_tools.Values);
            }
        }

        Watch();
        return [.. listed.Select(tool => tool is not null && Find(tool.Name) is { IsShown: true })];
    }

    /// <summary>Judges what a server says of itself when a session begins.</summary>
    public Task<GateAnswer> JudgeInstructionsAsync(string instructions, CancellationToken cancellationToken) => gate.ProposeAsync(
        new GateProposal("tool-definition", options.NameOf("(server)"), Guid.CreateVersion7(clock.GetUtcNow()), json =>
        {
            json.WriteStartObject();
            json.WriteString("name", "(server)");
            json.WriteString("instructions", instructions);
            json.WriteEndObject();
        }),
        TimeSpan.Zero,
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_watching is { } watching)
        {
            await watching;
        }

        _ending.Dispose();
    }

    private static bool HasUnseen(string name) => !ReferenceEquals(Proposals.VisibleText.Of(name), name);

    private ListedTool Known(string name, JsonElement definition, int listing)
    {
        var hash = DefinitionMember.HashOf(RegoValue.ParseJson(System.Text.Encoding.UTF8.GetBytes(definition.GetRawText())));
        lock (_gate)
        {
            return _tools.TryGetValue(name, out var before) && before.Hash == hash && before.IsShown
                ? before with { Listing = listing }
                : new ListedTool(name, definition, hash, GateAnswer.Unreachable("Nobody was asked yet.")) { Listing = listing };
        }
    }

    private async Task<Dictionary<string, ListedTool>> DecideAsync(IReadOnlyList<ListedTool> tools, CancellationToken cancellationToken)
    {
        if (tools.Count == 0)
        {
            return [];
        }

        var answers = await gate.ProposeAllAsync([.. tools.Select(ProposalOf)], cancellationToken);
        return tools.Zip(answers).ToDictionary(pair => pair.First.Name, pair => pair.First with { Answer = pair.Second }, StringComparer.Ordinal);
    }

    private GateProposal ProposalOf(ListedTool tool) => new("tool-definition", options.NameOf(tool.Name), Guid.CreateVersion7(clock.GetUtcNow()), json =>
    {
        json.WriteStartObject();
        foreach (var member in tool.Definition.EnumerateObject())
        {
            if (!NotJudged.Contains(member.Name, StringComparer.Ordinal))
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    })
    {
        Annotations = tool.Annotations,
    };

    private void Watch()
    {
        lock (_gate)
        {
            if (_watching is null or { IsCompleted: true } && _tools.Values.Any(IsOpen))
            {
                _watching = WatchAsync(_ending.Token);
            }
        }
    }

    private static bool IsOpen(ListedTool tool) => tool.Answer.IsWaiting || tool.Answer.IsUnreachable;

    // What waits for a person or for the gate comes to be shown while the session goes on.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                List<ListedTool> open;
                lock (_gate)
                {
                    open = [.. _tools.Values.Where(IsOpen)];
                }

                if (open.Count == 0)
                {
                    return;
                }

                var waiting = open.Where(tool => tool.Answer.IsWaiting).Take(MostFollowed).ToList();
                var unasked = open.Where(tool => tool.Answer.IsUnreachable).ToList();
                if (unasked.Count > 0)
                {
                    await Task.Delay(options.RetryEvery, clock, cancellationToken);
                    Take([.. (await DecideAsync(unasked, cancellationToken)).Values]);
                }

                if (waiting.Count > 0)
                {
                    var wait = unasked.Count > 0 ? TimeSpan.Zero : FollowFor;
                    var followed = await Task.WhenAll(waiting.Select(async tool => tool with { Answer = await gate.FollowAsync(tool.Answer.Id!, wait, cancellationToken) }));
                    if (followed.All(tool => tool.Answer.IsUnreachable))
                    {
                        await Task.Delay(options.RetryEvery, clock, cancellationToken);
                    }

                    Take([.. followed.Where(tool => !tool.Answer.IsUnreachable)]);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    private void Take(IReadOnlyList<ListedTool> answered)
    {
        var isShownAnew = false;
        lock (_gate)
        {
            foreach (var tool in answered)
            {
                // Another definition may have come meanwhile; what was said of this one does not hold for it.
                if (_tools.TryGetValue(tool.Name, out var now) && now.Hash == tool.Hash)
                {
                    isShownAnew |= tool.IsShown && !now.IsShown;
                    _tools[tool.Name] = now with { Answer = tool.Answer };
                }
            }
        }

        if (isShownAnew)
        {
            shownAnew();
        }
    }
}
