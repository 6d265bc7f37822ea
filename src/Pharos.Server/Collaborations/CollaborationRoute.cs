using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Collaborations;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Collaborations;

/// <summary>What the routes of sessions share: the id in the path, who may read, how a step is made and an outcome said.</summary>
internal static class CollaborationRoute
{
    /// <summary>Where every route of one session begins.</summary>
    public const string Base = "/api/collaborations/{id}/";

    public static CollaborationId? IdOf(HttpContext context) => Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out var id) ? new CollaborationId(id) : null;

    public static Problem Unknown(HttpContext context) => new("collaboration.unknown", $"There is no session {context.Request.RouteValues["id"]} that you may see.", StatusCodes.Status404NotFound);

    public static int? NumberOf(HttpContext context) =>
        int.TryParse(context.Request.RouteValues["n"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The session of the path, if the caller may read it; the same answer for "not there" and "not yours".</summary>
    public static async ValueTask<Collaboration?> FindAsync(HttpContext context, CollaborationDesk desk)
    {
        var session = IdOf(context) is { } id ? await desk.FindAsync(id, context.RequestAborted) : null;
        if (session is not null && CollaborationRules.MayRead(session.Head, Admission.Of(context).Caller))
        {
            return session;
        }

        await context.FailAsync(Unknown(context));
        return null;
    }

    /// <summary>Reads a body, makes a step of it, and answers with what that made.</summary>
    public static async Task StepAsync<TBody, TShown>(
        HttpContext context,
        JsonTypeInfo<TBody> body,
        Func<TBody, string?> named,
        Func<CollaborationId, TBody, Caller, ValueTask<CollaborationOutcome>> move,
        Func<Collaboration, TShown> shown,
        JsonTypeInfo<TShown> contract,
        int status = StatusCodes.Status200OK)
        where TBody : class
    {
        var (read, problem) = await ReadAsync(context, body);
        var caller = Admission.Of(context).Caller;
        problem ??= named(read!) is { } agent && agent != caller.Subject ? Mismatch(caller) : IdOf(context) is null ? Unknown(context) : null;
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        await (await move(IdOf(context)!.Value, read!, caller) switch
        {
            CollaborationOutcome.Changed changed => JsonBody.WriteAsync(context, shown(changed.Session), contract, status),
            CollaborationOutcome.Refused refused => context.FailAsync(refused.Problem),
            _ => throw new InvalidOperationException("An outcome of a session without a case."),
        });
    }

    public static Problem Mismatch(Caller caller) =>
        new("agent.mismatch", $"The token belongs to \"{caller.Subject}\", so \"agent\" may not be another one. Leave it out.", StatusCodes.Status403Forbidden);

    /// <summary>Reads a time span; null for what is none.</summary>
    public static (TimeSpan? Time, Problem? Problem) TimeOf(string name, string? text) => text is null ? (null, null)
        : Duration.TryParse(text, out var time) ? (time, null)
        : (null, new Problem("collaboration.time", $"\"{name}\" is {Duration.Form}."));

    // A step that needs no members needs no body either.
    private static ValueTask<(T? Value, Problem? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class =>
        typeof(T) == typeof(CollaborationStepContract) && context.Request.ContentLength is null or 0 && !context.Request.Headers.TransferEncoding.Contains("chunked")
            ? new(((T)(object)new CollaborationStepContract(), null))
            : JsonBody.ReadAsync(context, type);
}
