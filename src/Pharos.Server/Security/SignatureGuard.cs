using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Server.Security;

/// <summary>
/// Checks the signatures of requests that the doorkeeper let in, before their endpoint sees them: a signature that is there must be good, and routes that experts work on need
/// one of them. Who may not act among agents at this moment is refused before that.
/// </summary>
internal sealed class SignatureGuard(SignedRequests requests, Standing standing)
{
    private const int Refused = StatusCodes.Status401Unauthorized;

    /// <summary>Checks a request, and uses its signature up.</summary>
    /// <returns>Null when it may go on; else why not.</returns>
    public async ValueTask<Problem?> RefuseAsync(HttpContext context, RouteRow? row)
    {
        var admission = Admission.Of(context);
        if (row is null || admission.TokenId == Guid.Empty)
        {
            // Nobody claims to be anybody, so there is nothing that a signature could prove.
            return null;
        }

        var headers = context.Request.Headers[RequestSignature.Header];
        if (await standing.RefuseAsync(admission.Caller, row.Act, headers.Count > 0, context.RequestAborted) is { } problem)
        {
            if (problem.Status == Refused)
            {
                ServerMetrics.AuthenticationFailed(problem.Code);
            }

            return problem;
        }

        if (headers.Count == 0)
        {
            return await MustSignAsync(row, admission.Caller, context.RequestAborted) ? Problem(SignedRequests.Missing) : null;
        }

        var content = new SignedContent(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, await DigestAsync(context));
        return await requests.CheckAsync(admission.Caller.Subject, headers is [{ } only] ? only : "", content, context.RequestAborted) switch
        {
            SignatureCheck.Valid => null,
            SignatureCheck.Refused refused => Problem(refused),
            SignatureCheck.Busy => new Problem("signature.busy", "Too many signed requests are remembered at this moment; try again in a few minutes.", StatusCodes.Status503ServiceUnavailable),
            _ => throw new InvalidOperationException("A check of signatures without a case."),
        };
    }

    // Only agents and experts are given keys; whoever supervises them has none.
    private async ValueTask<bool> MustSignAsync(RouteRow row, Caller caller, CancellationToken cancellationToken) =>
        caller.Role is Role.Agent or Role.Expert && (row.IsSigned || (row.IsSignedOnceKeyed && await requests.HasKeyAsync(caller.Subject, cancellationToken)));

    private static Problem Problem(SignatureCheck.Refused refused)
    {
        ServerMetrics.AuthenticationFailed(refused.Code);
        return new Problem(refused.Code, refused.Message, Refused);
    }

    /// <summary>Reads the whole body and leaves it where it is, for the endpoint to read again.</summary>
    private static async ValueTask<Digest> DigestAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var digest = DigestOf(read.Buffer);
            reader.AdvanceTo(read.Buffer.Start);
            return digest;
        }
    }

    private static Digest DigestOf(ReadOnlySequence<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in body)
        {
            hash.AppendData(piece.Span);
        }

        return new Digest(hash.GetHashAndReset());
    }
}
