using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>Reads a tool's input whose members are called differently from agent to agent and from version to version.</summary>
internal sealed class ToolInput(RegoObject members)
{
    /// <summary>Whether two names of one thing held different texts. Which of them the agent follows is not known, so the call is not understood.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>The input as it came.</summary>
    public RegoObject Members => members;

    /// <summary>The text under any of these names, or null.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        var found = default(string);
        foreach (var name in names)
        {
            if (members.TryGet(name, out var member) && member is RegoString { Value: var text })
            {
                IsAmbiguous |= found is not null && found != text;
                found ??= text;
            }
        }

        return found;
    }

    /// <summary>The texts of an array, or of one text alone; empty when there is neither.</summary>
    public IReadOnlyList<string> Texts(string name) => !members.TryGet(name, out var member) ? []
        : member is RegoArray many ? [.. many.OfType<RegoString>().Select(text => text.Value)]
        : member is RegoString one ? [one.Value]
        : [];

    /// <summary>Whether a member is true.</summary>
    public bool IsTrue(string name) => members.TryGet(name, out var member) && member is RegoBoolean { Value: true };

    /// <summary>An array, or null.</summary>
    public RegoArray? Array(string name) => members.TryGet(name, out var member) ? member as RegoArray : null;
}
