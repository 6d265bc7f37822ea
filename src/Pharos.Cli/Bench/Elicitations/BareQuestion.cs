using System.Text.Json;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>A question as the baseline keeps it: in memory, unchecked.</summary>
internal sealed class BareQuestion(Guid id, string to, string message, JsonElement schema)
{
    /// <summary>The nonce of every question; the baseline checks that one is there, not whose it is.</summary>
    public const string Nonce = "iWSo1k3dVnOa2M0xKQb1l7d0mQm4Z6xY";

    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JsonElement? _content;

    /// <summary>Its identity.</summary>
    public Guid Id => id;

    /// <summary>Who is asked.</summary>
    public string To => to;

    /// <summary>Ends when it is answered.</summary>
    public Task Answered => _answered.Task;

    /// <summary>Takes the answer.</summary>
    public void Answer(JsonElement content)
    {
        _content = content;
        _answered.TrySetResult();
    }

    /// <summary>Writes what the real server says of one.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("state", _content is null ? "pending" : "accepted");
        json.WriteString("to", to);
        json.WriteString("message", message);
        json.WritePropertyName("schema");
        schema.WriteTo(json);
        json.WriteString("nonce", Nonce);
        if (_content is { } content)
        {
            json.WritePropertyName("content");
            content.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
