using Pharos.Rego.Values;

namespace Pharos.Cli.Connection;

/// <summary>What the server answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The document; empty when there was none.</param>
internal sealed record ServerReply(int Status, RegoObject Body)
{
    /// <summary>Whether it did what was asked.</summary>
    public bool IsOk => Status is >= 200 and < 300;

    /// <summary>The stable code of a problem.</summary>
    public string Code => Text("code") ?? $"http.{Status}";

    /// <summary>What was wrong.</summary>
    public string Message => Text("detail") ?? Text("title") ?? $"The server answered with status {Status}.";

    /// <summary>A member of the document as text, or null.</summary>
    public string? Text(string name) => Body.TextOf(name);
}
