using System.Buffers;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Gate;
using Pharos.Server.Mcp.Tools.Proposals;
using Pharos.Server.Policies;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Resources;

/// <summary>What can be read: recent decisions, a proposal, a session's record, the policies. An agent reads its own; who may read the record reads all of it.</summary>
internal sealed class ResourceCatalogue(OwnDecisions decisions, ProposalArchive archive, ReviewedDecisions reviewed, PolicyStore policies)
{
    /// <summary>The latest decisions.</summary>
    public const string Recent = "pharos://decisions/recent";

    /// <summary>Which policies decide.</summary>
    public const string Policies = "pharos://policies";

    /// <summary>How a proposal's address begins.</summary>
    public const string ProposalStart = "pharos://proposals/";

    /// <summary>How a session's address begins.</summary>
    public const string SessionStart = "pharos://sessions/";

    private const string PolicyStart = "pharos://policies/";
    private const string Json = "application/json";
    private const int RecentCount = 20;
    private const int SessionCount = 100;

    /// <summary>What has a fixed address.</summary>
    public static ListResourcesResult List(Caller caller) => new()
    {
        Resources =
        [
            .. MayDecide(caller) ? [new Resource { Uri = Recent, Name = "recent-decisions", Title = "Recent decisions", Description = "The latest decisions on what you proposed, the newest first.", MimeType = Json }] : Array.Empty<Resource>(),
            new Resource { Uri = Policies, Name = "policies", Title = "Policies", Description = "Which policies decide: their version, and for readers every module.", MimeType = Json },
        ],
    };

    /// <summary>What has an address with a name in it.</summary>
    public static ListResourceTemplatesResult Templates(Caller caller) => new()
    {
        ResourceTemplates =
        [
            .. MayDecide(caller)
                ? [
                    new ResourceTemplate { UriTemplate = ProposalStart + "{id}", Name = "proposal", Title = "A proposal", Description = "A proposal of yours with its facts and how it stands now.", MimeType = Json },
                    new ResourceTemplate { UriTemplate = SessionStart + "{session}", Name = "session", Title = "A session's record", Description = "What was proposed and decided in one session of yours.", MimeType = Json },
                ]
                : Array.Empty<ResourceTemplate>(),
            .. IsReader(caller)
                ? [new ResourceTemplate { UriTemplate = PolicyStart + "{+module}", Name = "policy", Title = "A policy module", Description = "The text of one module, in Rego.", MimeType = "text/plain" }]
                : Array.Empty<ResourceTemplate>(),
        ],
    };

    /// <summary>Whether changes of an address can be told.</summary>
    public static bool IsWatchable(string uri, Caller caller) =>
        MayDecide(caller)
        && (uri == Recent
            || (uri.StartsWith(ProposalStart, StringComparison.Ordinal) && Guid.TryParseExact(uri[ProposalStart.Length..], "D", out _))
            || (uri.StartsWith(SessionStart, StringComparison.Ordinal) && uri.Length > SessionStart.Length && uri.Length <= 512));

    /// <summary>Reads an address.</summary>
    /// <exception cref="McpProtocolException">There is nothing that the caller may see.</exception>
    public async ValueTask<ReadResourceResult> ReadAsync(string uri, Caller caller, CancellationToken cancellationToken)
    {
        var (text, mediaType) = uri switch
        {
            Recent when MayDecide(caller) => (Written((await decisions.ListAsync(WhoseOf(caller), before: null, RecentCount, static _ => true, cancellationToken)).Decisions), Json),
            Policies => (Written(caller), Json),
            _ when uri.StartsWith(PolicyStart, StringComparison.Ordinal) && IsReader(caller) => (ModuleOf(Uri.UnescapeDataString(uri[PolicyStart.Length..])), "text/plain"),
            _ when uri.StartsWith(SessionStart, StringComparison.Ordinal) && MayDecide(caller) =>
                (Written(await decisions.OfSessionAsync(WhoseOf(caller), Uri.UnescapeDataString(uri[SessionStart.Length..]), SessionCount, cancellationToken)), Json),
            _ when uri.StartsWith(ProposalStart, StringComparison.Ordinal) && Guid.TryParseExact(uri[ProposalStart.Length..], "D", out var id) => (await ProposalAsync(id, caller, cancellationToken), Json),
            _ => (null, Json),
        };
        return text is null
            ? throw new McpProtocolException($"There is no resource \"{(uri.Length <= 200 ? uri : uri[..200])}\" that you may see.", McpErrorCode.ResourceNotFound)
            : new ReadResourceResult { Contents = [new TextResourceContents { Uri = uri, MimeType = mediaType, Text = text }] };
    }

    private async ValueTask<string?> ProposalAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var found = MayDecide(caller) ? await archive.FindAsync(new ProposalId(id), cancellationToken) : null;
        if (found is null || (found.Agent != caller.Subject && !IsReader(caller)))
        {
            return null;
        }

        var answer = await reviewed.LookAsync(found.Answer, cancellationToken);
        return Written(writer => AnswerJson.Write(writer, answer, found.Facts));
    }

    private string? ModuleOf(string id) => policies.Active.Sources.Modules.FirstOrDefault(module => module.Id == id)?.Source;

    private string Written(Caller caller) => Written(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("version", policies.Active.Version);
        writer.WriteNumber("count", policies.Active.Sources.Modules.Count);
        if (IsReader(caller))
        {
            writer.WriteStartArray("modules");
            foreach (var module in policies.Active.Sources.Modules)
            {
                writer.WriteStringValue(PolicyStart + module.Id);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    private static string Written(IReadOnlyList<PastDecision> decided) => Written(writer =>
    {
        writer.WriteStartObject();
        DecisionsJson.WriteList(writer, decided);
        writer.WriteEndObject();
    });

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Experts judge what others propose; they have no decisions of their own to read.
    private static bool MayDecide(Caller caller) => (RouteAccess.Proposers | RouteAccess.Readers).Permits(caller.Role);

    private static bool IsReader(Caller caller) => RouteAccess.Readers.Permits(caller.Role);

    private static string? WhoseOf(Caller caller) => IsReader(caller) ? null : caller.Subject;
}
