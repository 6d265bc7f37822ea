using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>Reads members of a payload and keeps the first problem.</summary>
internal sealed class HookFields(RegoObject body)
{
    /// <summary>Longest text of a person or a tool that is read.</summary>
    public const int MaximumTextCharacters = 4 * 1024 * 1024;

    /// <summary>The payload.</summary>
    public RegoObject Body => body;

    /// <summary>What is wrong with the payload; null so far.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>A text; null when it is missing, null or, with a problem kept, not a text of at most so many characters.</summary>
    public string? Text(string name, int maximum = ProposalLimits.MaximumNameCharacters)
    {
        if (!body.TryGet(name, out var member) || member is RegoNull)
        {
            return null;
        }

        if (member is RegoString { Value: var text } && text.Length <= maximum && !(maximum <= ProposalLimits.MaximumPathCharacters && text.Contains('\0', StringComparison.Ordinal)))
        {
            return text;
        }

        Problem ??= new Problem("hook.type", $"\"{name}\" must be a string of at most {maximum} characters without NUL.");
        return null;
    }

    /// <summary>An object; null when it is missing or something else.</summary>
    public RegoObject? Object(string name) => body.TryGet(name, out var member) ? member as RegoObject : null;

    /// <summary>The paths of an array; what is no text is passed over.</summary>
    public IReadOnlyList<string> Paths(string name) => body.TryGet(name, out var member) && member is RegoArray paths
        ? [.. paths.OfType<RegoString>().Select(path => path.Value).Where(path => path.Length is > 0 and <= ProposalLimits.MaximumPathCharacters)]
        : [];
}
