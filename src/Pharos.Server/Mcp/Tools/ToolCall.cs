using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools;

/// <summary>One call of a tool.</summary>
/// <param name="Admission">Who calls, by the token and nothing else.</param>
/// <param name="Arguments">What was given.</param>
/// <param name="Request">The request.</param>
/// <param name="Stopping">The server stops: whoever waits is answered with how it stands.</param>
internal sealed record ToolCall(Admission Admission, ToolArguments Arguments, RequestContext<CallToolRequestParams> Request, CancellationToken Stopping)
{
    /// <summary>Who calls.</summary>
    public Caller Caller => Admission.Caller;

    /// <summary>Whether the caller may read what belongs to others.</summary>
    public bool IsReader => RouteAccess.Readers.Permits(Caller.Role);

    /// <summary>Whether the request that carried it was signed.</summary>
    public bool IsSigned => Request.Items.ContainsKey(SignedKey);

    /// <summary>
    /// The refusal of what experts have to sign, where it was not: that nobody who overheard a token can speak for them is what their word rests on, by whatever way it comes. Null
    /// where it was signed, and for people, who have no keys.
    /// </summary>
    public CallToolResult? RefuseUnsigned() =>
        !IsSigned && RouteAccess.Workers.Permits(Caller.Role)
            ? Refuse(new Problem(SignedRequests.Missing.Code, SignedRequests.Missing.Message))
            : null;

    /// <summary>A refusal of who may not act; says how a client signs where that is what is missing.</summary>
    public static CallToolResult Refuse(Problem problem) =>
        ToolAnswer.Refuse(problem.Code == SignedRequests.Missing.Code ? problem with { Message = $"{problem.Message} \"pharos mcp --key-file FILE\" signs for you." } : problem);

    /// <summary>What marks a message whose request was signed.</summary>
    public const string SignedKey = "pharos.signed";

    /// <summary>Ends when nobody waits for the call any more, or nobody should.</summary>
    public CancellationTokenSource WhileWaited(CancellationToken cancellationToken) => CancellationTokenSource.CreateLinkedTokenSource(Stopping, cancellationToken);

    /// <summary>Tells the client how far it is, where it wants to know.</summary>
    public async ValueTask ProgressAsync(double done, double total, string message, CancellationToken cancellationToken)
    {
        if (Request.Params.ProgressToken is { } token)
        {
            await Request.Server.NotifyProgressAsync(
                token, new ProgressNotificationValue { Progress = (float)done, Total = (float)total, Message = message }, cancellationToken: cancellationToken);
        }
    }
}
