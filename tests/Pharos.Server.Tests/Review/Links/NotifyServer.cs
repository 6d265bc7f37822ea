using System.Text.Json;
using System.Text.RegularExpressions;
using Pharos.Agents;
using Pharos.Integrations.Tests.Webhooks;

namespace Pharos.Server.Tests.Review.Links;

/// <summary>A server that tells ann of every review and ben of what is handed up, by one receiver. Both hold tokens of reviewers.</summary>
public sealed partial class NotifyServer : TestServer
{
    private readonly WebhookReceiver _receiver = WebhookReceiver.Start();
    private int _asked;

    internal WebhookReceiver Receiver => _receiver;

    protected override ServerOptions Options => base.Options with { Environment = new Dictionary<string, string> { ["ANN_SECRET"] = WebhookReceiver.Secret } };

    protected override string Configuration => base.Configuration + $"""

        server:
          publicUrl: https://pharos.example.org
        review:
          peopleForHighRisk: 1
        notify:
          recipients:
            - name: ann
              webhook: {_receiver.Url}
              secretVariable: ANN_SECRET
            - name: ben
              webhook: {_receiver.Url}
              secretFile: keys/ben.secret
              level: 1
        """;

    public override async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Data, "keys"));
        var file = Path.Combine(Data, "keys", "ben.secret");
        await File.WriteAllTextAsync(file, WebhookReceiver.Secret + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await base.InitializeAsync();
        await TokenAsync(Role.Reviewer, "ann");
        await TokenAsync(Role.Reviewer, "ben");
    }

    /// <summary>Has a new question asked and answers what ann was told of it.</summary>
    public async Task<JsonElement> AskAsync(string? command = null, string type = "review.requested", string recipient = "ann")
    {
        command ??= $"sudo systemctl restart told-{Interlocked.Increment(ref _asked)}";
        using var asked = await SendAsync("POST", "/api/proposals", Role.Agent, Command(command));
        var answer = await JsonAsync(asked);
        return await NoticeAsync((answer.TryGetProperty("review", out var review) ? review.GetString() : null).ShouldNotBeNull(answer.ToString()), type, recipient);
    }

    public Task<JsonElement> NoticeAsync(string review, string type, string recipient = "ann") => _receiver.WaitForAsync(
        notice => notice.GetProperty("review").GetProperty("id").GetString() == review
            && notice.GetProperty("type").GetString() == type
            && notice.GetProperty("recipient").GetString() == recipient,
        TestContext.Current.CancellationToken);

    /// <summary>The path of a notice's link.</summary>
    public static string PathOf(JsonElement notice, string link) => new Uri(notice.GetProperty("links").GetProperty(link).GetString()!).AbsolutePath;

    /// <summary>Opens a link and sends its form.</summary>
    public async Task<HttpResponseMessage> DecideAsync(string path, string? reason = null)
    {
        using var shown = await SendAsync("GET", path);
        return await PostAsync(path, FieldsOf(await shown.Content.ReadAsStringAsync(), reason));
    }

    public Task<HttpResponseMessage> PostAsync(string path, IReadOnlyDictionary<string, string> fields, string? origin = "null") => SendAsync("POST", path, change: request =>
    {
        request.Content = new FormUrlEncodedContent(fields);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }
    });

    /// <summary>What a browser would send of a page's form.</summary>
    public static Dictionary<string, string> FieldsOf(string page, string? reason = null)
    {
        var fields = Hidden().Matches(page).ToDictionary(field => field.Groups["name"].Value, field => System.Net.WebUtility.HtmlDecode(field.Groups["value"].Value));
        if (reason is not null)
        {
            fields["reason"] = reason;
        }

        return fields;
    }

    public async Task<JsonElement> ReviewAsync(string id)
    {
        using var got = await SendAsync("GET", $"/api/reviews/{id}", Role.Viewer);
        return (await JsonAsync(got)).GetProperty("review");
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();
}
