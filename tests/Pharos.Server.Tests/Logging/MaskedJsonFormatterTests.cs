using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Server.Logging;

namespace Pharos.Server.Tests.Logging;

public sealed class MaskedJsonFormatterTests
{
    private const string Secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";

    [Fact]
    public void A_line_is_one_json_object_with_values_and_correlation()
    {
        var line = Write("Proposal {Id} done.", null, new KeyValuePair<string, object?>("Id", 7));
        var json = JsonDocument.Parse(line).RootElement;
        json.GetProperty("message").GetString().ShouldBe("the text");
        json.GetProperty("id").GetInt32().ShouldBe(7);
        json.GetProperty("correlation").GetString().ShouldBe("c-1");
        json.GetProperty("level").GetString().ShouldBe("warning");
        line.TrimEnd('\n').ShouldNotContain("\n");
    }

    [Fact]
    public void Secrets_are_masked_in_values_and_exceptions()
    {
        var line = Write("x", new InvalidOperationException($"token {Secret}"), new KeyValuePair<string, object?>("command", $"curl {Secret}"));
        line.ShouldNotContain(Secret);
        line.ShouldContain("[masked]");
    }

    private static string Write(string format, Exception? exception, params KeyValuePair<string, object?>[] values)
    {
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push(new KeyValuePair<string, object?>[] { new("correlation", "c-1") });
        using var text = new StringWriter();
        var state = (IReadOnlyList<KeyValuePair<string, object?>>)[.. values, new("{OriginalFormat}", format)];
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Warning, "test", new EventId(1), state, exception, (_, _) => "the text");
        new MaskedJsonFormatter(new ManualClock()).Write(entry, scopes, text);
        return text.ToString();
    }
}
