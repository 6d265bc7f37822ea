using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Events.Exchange;
using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Integrations.Opa;
using Pharos.Proposals;
using Pharos.Review.Experts;
using Pharos.Server.Collaborations;
using Pharos.Server.Configuration;
using Pharos.Server.Consensus;
using Pharos.Server.Degradation;
using Pharos.Server.Elicitations;
using Pharos.Server.Events;
using Pharos.Server.Experts;
using Pharos.Server.Health;
using Pharos.Server.Mcp.Approval;
using Pharos.Server.Mcp.Transport;
using Pharos.Server.Policies;
using Pharos.Server.Review;
using Pharos.Server.Review.Links;
using Pharos.Server.Security;
using Pharos.Server.Tasks;
using Pharos.Storage.Evidence;

namespace Pharos.Server;

/// <summary>Opens the parts of a server in the order in which they need each other.</summary>
internal static class ServerAssembly
{
    private static readonly byte[] ContentKeyLabel = "pharos: hash of repeated operations"u8.ToArray();
    private static readonly byte[] SigningKeyLabel = "pharos: keys that experts sign with"u8.ToArray();

    public static async Task<ServerParts> OpenAsync(
        ServerOptions options,
        DataFolder data,
        PharosConfiguration configuration,
        IEventStore store,
        ObservedEventLog log,
        int port,
        TimeProvider clock,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var key = ReadOrMakeKey(data);
        var policyFolder = configuration.Policies.Folder ?? Path.Combine(options.ProgramFolder, "policies");
        var tokens = await TokenLedger.OpenAsync(log, new TokenSigner(key), clock, cancellationToken);
        var signingKeys = new SigningKeys(HMACSHA256.HashData(key, SigningKeyLabel));
        var agents = await AgentHosts.OpenAsync(log, configuration.Agents, clock, cancellationToken);
        var workspaces = await WorkspaceRegistry.OpenAsync(log, configuration.Workspaces, options.Account.Home, clock, cancellationToken);
        var network = configuration.Policies.OpenNetwork(configuration.Limits);
        var policies = await PolicyStore.OpenAsync(
            new PolicyFiles(policyFolder, data.Policies),
            [.. configuration.Policies.Bundles.Select(bundle => bundle.Name)],
            log,
            store.Blobs,
            network,
            clock,
            loggers.CreateLogger<PolicyStore>(),
            cancellationToken);
        var protectedTargets = new ProtectedTargets(new ProtectedTargetsOptions
        {
            DataDirectory = data.Root,
            ProgramDirectories = [options.ProgramFolder.TrimEnd('/'), policyFolder.TrimEnd('/')],
            Port = port,
            ProcessId = Environment.ProcessId,
        });
        var remoteOpa = configuration.Policies.RemoteOpa is { } remote ? new RemoteOpa(remote, clock) : null;
        var reviews = await ReviewParts.OpenAsync(data, log, tokens, key, configuration.Review, clock, loggers, cancellationToken);
        var degradation = await DegradationParts.OpenAsync(
            log, () => reviews.Queue.Read(static (queue, _) => queue.OpenCount), remoteOpa, configuration.Degradation, clock, cancellationToken);
        var gate = new DecisionGate(policies.Library, protectedTargets, new GateOptions { Network = network }, clock, remoteOpa, reviews.GrantTier, degradation.Safeguards, reviews.Definitions);
        var intake = new ProposalIntake(clock, () => workspaces.Current, agents.Find, options.Account);
        var tickets = new StreamTickets(clock);
        var address = configuration.Server.PublicUrl ?? new UriBuilder(Uri.UriSchemeHttp, configuration.Server.Bind, port).Uri;
        var experts = new ExpertParts(data, log, tokens, configuration.Experts.Experts, clock, loggers);
        var collaborations = new CollaborationParts(data, log, store.Blobs, tokens, experts.Roster, configuration.Collaborations, clock, loggers);
        var tasks = new TaskParts(data, log, experts, reviews, tokens, configuration.Experts.Tasks, clock, loggers);
        var consensus = new ConsensusParts(data, log, new ProposalArchive(log, store.Blobs), tokens, reviews, experts, tasks, configuration.Consensus, clock, loggers);
        var notices = new NoticeParts(reviews, consensus.First, configuration.Notify, data, tokens, key, address, store.Leases, clock);
        var archive = new ArchiveFolder(data.Archive);
        var expertKeys = new ExpertKeys(log);
        var standing = new Standing(expertKeys, configuration.Experts.Signatures);
        return new ServerParts
        {
            Data = data,
            Configuration = configuration,
            Options = options,
            Store = store,
            Log = log,
            Tokens = tokens,
            SigningKeys = signingKeys,
            Signatures = new SignatureGuard(new SignedRequests(signingKeys, expertKeys, store.Nonces, clock), standing),
            Standing = standing,
            Agents = agents,
            Workspaces = workspaces,
            Policies = policies,
            RemoteOpa = remoteOpa,
            Network = network,
            Bundles = new BundleWork(configuration.Policies, policies, clock, loggers.CreateLogger<BundleWork>()),
            Pipeline = new DecisionPipeline(gate, log, intake, clock, HMACSHA256.HashData(key, ContentKeyLabel), store.Blobs, reviews.Intake),
            Reviews = reviews,
            Elicitations = new ElicitationParts(data, log, tokens, key, configuration.Elicitations, configuration.Limits, clock, loggers),
            Experts = experts,
            Tasks = tasks,
            Consensus = consensus,
            Notices = notices,
            Collaborations = collaborations,
            Degradation = degradation,
            McpSessions = new ClientSessions(configuration.Mcp, clock),
            ClientState = new StateSeal(HMACSHA256.HashData(key, StateSeal.Label), clock),
            Doorkeeper = new Doorkeeper(tokens, new WebRules(configuration.Server), new RateLimiter(configuration.Limits.PerMinute, clock), configuration.Validate, tickets),
            Tickets = tickets,
            Seats = new StreamSeats(configuration.Limits.Streams, configuration.Limits.StreamsPerToken),
            Checkpoints = new CheckpointService(
                store,
                log,
                CheckpointKeyFile.ReadOrMake(data),
                [.. configuration.Log.CheckpointCopies.Prepend(data.Checkpoints).Select(path => new CheckpointFile(path))],
                clock,
                loggers.CreateLogger<CheckpointService>()),
            Erasure = new LogErasure(store, clock),
            Segments = new LogArchive(store, archive, clock),
            ArchivedPayloads = new ArchivedPayloads(archive),
            Health = new HealthParts(data, log, clock, loggers),
            Work = new BackgroundWork(clock, loggers.CreateLogger<BackgroundWork>()),
            Clock = clock,
        };
    }

    /// <summary>Makes sure that the command line on this machine has a token.</summary>
    /// <returns>The token when this is the data folder's first start; else null.</returns>
    public static async Task<string?> EnsureAdminTokenAsync(ServerParts parts, CancellationToken cancellationToken)
    {
        var file = parts.Data.AdminToken;
        var isFirst = parts.Tokens.All.Count == 0;
        if (File.Exists(file)
            && parts.Tokens.Check((await File.ReadAllTextAsync(file, cancellationToken)).Trim()) is TokenCheck.Valid { Claims: { Role: Role.Admin } claims }
            && claims.ExpiresAt - parts.Clock.GetUtcNow() > TimeSpan.FromDays(30))
        {
            return null;
        }

        var outcome = await parts.Tokens.IssueAsync("admin", Role.Admin, parts.Configuration.Tokens.MaximumTtl, new Actor(ActorKind.System, "server"), cancellationToken);
        if (outcome is not TokenOutcome.Issued issued)
        {
            return null;
        }

        DataFolder.WriteSecret(file, Encoding.ASCII.GetBytes(issued.Token + "\n"));
        return isFirst ? issued.Token : null;
    }

    private static byte[] ReadOrMakeKey(DataFolder data)
    {
        if (!File.Exists(data.TokenKey))
        {
            DataFolder.WriteSecret(data.TokenKey, RandomNumberGenerator.GetBytes(TokenSigner.KeyBytes));
        }

        if ((File.GetUnixFileMode(data.TokenKey) & ~DataFolder.SecretMode) != UnixFileMode.None)
        {
            throw new ServerStartException("key.invalid", $"{data.TokenKey} can be read by others. Who read it can make tokens: delete it to have a new one made, and issue new tokens.");
        }

        var key = File.ReadAllBytes(data.TokenKey);
        return key.Length == TokenSigner.KeyBytes
            ? key
            : throw new ServerStartException("key.invalid", $"{data.TokenKey} has {key.Length} bytes; {TokenSigner.KeyBytes} are needed. Delete it to have a new one made; all tokens end then.");
    }
}
