using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>
/// What <c>bench elicitation</c> is compared with: the same calls, streams and long polls, by which questions and answers are handed on in memory. No token is checked, no schema, no
/// limit, and nothing is recorded, so what this takes is the machine's and HTTP's share.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class BareElicitations(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, BareInbox> _inboxes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, BareQuestion> _questions = new();

    /// <summary>Maps the routes.</summary>
    public void Map(WebApplication application)
    {
        application.MapGet("/livez", static context => Task.CompletedTask);
        application.MapPost("/api/elicitations", AskAsync);
        application.MapGet("/api/elicitations", PollAsync);
        application.MapGet("/api/elicitations/stream", StreamAsync);
        application.MapGet("/api/elicitations/{id:guid}", WaitAsync);
        application.MapPost("/api/elicitations/{id:guid}/respond", RespondAsync);
    }

    private async Task AskAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var question = new BareQuestion(
            Guid.CreateVersion7(clock.GetUtcNow()),
            body.RootElement.GetProperty("to").GetString()!,
            body.RootElement.GetProperty("message").GetString()!,
            body.RootElement.GetProperty("schema").Clone());
        _questions[question.Id] = question;
        InboxOf(question.To).Add(question);
        await WriteAsync(context, question.Write, StatusCodes.Status201Created);
    }

    private async Task WaitAsync(HttpContext context)
    {
        var question = QuestionOf(context);
        await question.Answered.WaitAsync(context.RequestAborted);
        await WriteAsync(context, question.Write);
    }

    private async Task RespondAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var question = QuestionOf(context);
        if (body.RootElement.GetProperty("nonce").GetString() != BareQuestion.Nonce)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        question.Answer(body.RootElement.GetProperty("content").Clone());
        InboxOf(question.To).Remove(question);
        await WriteAsync(context, question.Write);
    }

    private async Task PollAsync(HttpContext context)
    {
        var inbox = InboxOf(NameOf(context));
        var seen = context.Request.Query["seen"].ToString() is { Length: > 0 } tag ? int.Parse(tag, CultureInfo.InvariantCulture) : 0;
        var wait = TimeSpan.FromSeconds(int.Parse(context.Request.Query["wait"].ToString().TrimEnd('s'), CultureInfo.InvariantCulture));
        var (waiting, version, changed) = inbox.Look();
        if (version == seen)
        {
            await changed.WaitAsync(wait, clock, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            (waiting, version, _) = inbox.Look();
        }

        await WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var question in waiting)
            {
                question.Write(json);
            }

            json.WriteEndArray();
            json.WriteString("tag", version.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.StartAsync(context.RequestAborted);
        var inbox = InboxOf(NameOf(context));
        var sent = new HashSet<Guid>();
        while (!context.RequestAborted.IsCancellationRequested)
        {
            var (waiting, _, changed) = inbox.Look();
            sent.IntersectWith(waiting.Select(question => question.Id));
            foreach (var question in waiting.Where(question => sent.Add(question.Id)))
            {
                Encoding.UTF8.GetBytes("event: elicitation\ndata: ", context.Response.BodyWriter);
                await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
                {
                    question.Write(json);
                }

                Encoding.UTF8.GetBytes("\n\n", context.Response.BodyWriter);
            }

            await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
            await changed.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            write(json);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private BareInbox InboxOf(string name) => _inboxes.GetOrAdd(name, static _ => new BareInbox());

    private BareQuestion QuestionOf(HttpContext context) => _questions[Guid.Parse((string)context.Request.RouteValues["id"]!)];

    // The baseline's tokens are the names.
    private static string NameOf(HttpContext context) => context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
}
