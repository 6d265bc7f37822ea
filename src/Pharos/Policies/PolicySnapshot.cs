using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Policies;

/// <summary>Policies as one text, so that the log can keep every version whole.</summary>
public static class PolicySnapshot
{
    /// <summary>Most bytes of a snapshot: what one blob of the log holds, with room for escapes.</summary>
    public const int MaximumBytes = 48 * 1024 * 1024;

    /// <summary>Writes <c>{"modules":[{"id","raw","v0"}],"data":{}}</c>.</summary>
    public static string Write(PolicySources sources) => RegoObject.Of(
        ("modules", RegoArray.From(sources.Modules.OrderBy(module => module.Id, StringComparer.Ordinal).Select(module => (RegoValue)RegoObject.Of(
            ("id", RegoString.Of(module.Id)), ("raw", RegoString.Of(module.Source)), ("v0", module.Version == RegoVersion.V0 ? RegoBoolean.True : RegoBoolean.False))))),
        ("data", sources.Data)).ToJson();

    /// <summary>Reads what was written; null for anything else.</summary>
    public static PolicySources? Read(string text)
    {
        if (!RegoValue.TryParseJson(System.Text.Encoding.UTF8.GetBytes(text), out var value, out _) || value is not RegoObject document
            || !document.TryGet("modules", out var list) || list is not RegoArray modules || !document.TryGet("data", out var tree) || tree is not RegoObject data)
        {
            return null;
        }

        var read = new List<RegoModule>();
        foreach (var item in modules.OfType<RegoObject>())
        {
            if (item.TryGet("id", out var id) && id is RegoString name && item.TryGet("raw", out var raw) && raw is RegoString source)
            {
                var isOld = item.TryGet("v0", out var old) && old.Equals(RegoBoolean.True);
                read.Add(new RegoModule(name.Value, source.Value) { Version = isOld ? RegoVersion.V0 : null });
            }
        }

        return new PolicySources(read, data);
    }
}
