using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review.Collaborations;

namespace Pharos.Tests.Review.Collaborations;

/// <summary>Sessions on a log in memory and a clock that a test moves. Agents called nobody are unknown; puppet was registered by driver.</summary>
internal sealed class CollaborationFixture : IPartnerDirectory, IAsyncDisposable
{
    public static readonly Caller Driver = new("driver", Role.Agent), Partner = new("partner", Role.Agent), Third = new("third", Role.Agent), Puppet = new("puppet", Role.Agent);
    public static readonly Caller Viewer = new("vera", Role.Viewer), Admin = new("root", Role.Admin);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _following;

    public CollaborationFixture(IEventLog? log = null, CollaborationOptions? options = null)
    {
        Store = new InMemoryEventStore(Clock);
        Log = log ?? Store.Log;
        Options = options ?? new CollaborationOptions();
        Board = new Projection<CollaborationBoard>(Log, new CollaborationBoardFold(), new NoSnapshots(), Clock);
        Desk = new CollaborationDesk(Log, Board, this, new CollaborationSubjects(subject => subject != "nobody", (subject, issuer) => subject == "puppet" && issuer == "driver"), Options, Clock);
        Contexts = new SharedContexts(Desk, Store.Blobs, Options, Clock);
        Keeper = new CollaborationKeeper(Board, Desk, Clock);
        _following = Board.RunAsync(_stopping.Token);
    }

    public ManualClock Clock { get; } = new();

    public InMemoryEventStore Store { get; }

    public IEventLog Log { get; }

    public CollaborationOptions Options { get; }

    public Projection<CollaborationBoard> Board { get; }

    public CollaborationDesk Desk { get; }

    public SharedContexts Contexts { get; }

    public CollaborationKeeper Keeper { get; }

    public IReadOnlyList<PartnerProfile> Registered { get; set; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A pair whose partner has accepted.</summary>
    public async Task<CollaborationId> PairAsync(PairMode mode)
    {
        var id = await RequestAsync(mode);
        Changed(await Desk.AcceptAsync(id, Partner, Cancellation));
        return id;
    }

    /// <summary>A pair whose partner has not answered.</summary>
    public async Task<CollaborationId> RequestAsync(PairMode mode, Caller? partner = null) => IdOf(await StartAsync(new CollaborationRequest
    {
        Kind = "pair",
        Objective = "make the parser faster",
        Mode = mode,
        Participants = [((partner ?? Partner).Subject, null)],
    }));

    /// <summary>A session of three, of whom only the first one has come.</summary>
    public async Task<CollaborationId> GroupAsync() => IdOf(await StartAsync(new CollaborationRequest
    {
        Kind = "discussion",
        Objective = "choose a database",
        Participants = [(Partner.Subject, null), (Third.Subject, "skeptic")],
    }));

    public async Task<CollaborationOutcome> StartAsync(CollaborationRequest request, Caller? by = null) => await Desk.StartAsync(request, by ?? Driver, Cancellation);

    /// <summary>Suggests a text for a line of a file.</summary>
    public ValueTask<CollaborationOutcome> SuggestAsync(CollaborationId id, Caller by, string text = "var x = 1;") =>
        Desk.SuggestAsync(id, by, "src/Parser.cs", new SuggestedChange { FromLine = 3, ToLine = 3, Text = text }, Cancellation);

    /// <summary>The session as it stands.</summary>
    public async Task<Collaboration> FindAsync(CollaborationId id) => (await Desk.FindAsync(id, Cancellation)).ShouldNotBeNull();

    /// <summary>Waits until the board has seen everything.</summary>
    public async Task CatchUpAsync() => await Board.ReachedAsync(await Log.HeadAsync(Cancellation), Cancellation);

    public static Collaboration Changed(CollaborationOutcome outcome) => outcome.ShouldBeOfType<CollaborationOutcome.Changed>().Session;

    public static CollaborationId IdOf(CollaborationOutcome outcome) => new(Changed(outcome).Head.Id);

    public static string CodeOf(CollaborationOutcome outcome) => outcome.ShouldBeOfType<CollaborationOutcome.Refused>().Problem.Code;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_following);
        _stopping.Dispose();
        await Log.DisposeAsync();
        await Store.DisposeAsync();
    }
}
