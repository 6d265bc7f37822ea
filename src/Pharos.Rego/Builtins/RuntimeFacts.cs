using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>What the host tells policies about itself.</summary>
internal static class RuntimeFacts
{
    internal static IEnumerable<Builtin> All => [new("opa.runtime", 0, true, Facts)];

    private static RegoObject Facts(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        context.MarkNondeterministic();
        return context.Runtime is not { } facts ? RegoObject.Empty
            : facts.TryGet("config", out RegoValue? config) && config is RegoObject settings ? With(facts, "config", WithoutSecrets(settings))
            : facts;
    }

    private static RegoObject WithoutSecrets(RegoObject settings)
    {
        if (settings.TryGet("services", out RegoValue? services))
        {
            settings = With(settings, "services", services is RegoArray list
                ? RegoArray.From(list.Select(static s => Without(s, "credentials")))
                : EachWithout(services, "credentials"));
        }

        return settings.TryGet("keys", out RegoValue? keys) ? With(settings, "keys", EachWithout(keys, "key", "private_key")) : settings;
    }

    private static RegoValue EachWithout(RegoValue value, params string[] names)
    {
        if (value is not RegoObject entries)
        {
            return value;
        }

        var result = new RegoObject.Builder(entries.Count);
        foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
        {
            result.Set(entry.Key, Without(entry.Value, names));
        }

        return result.Build();
    }

    private static RegoValue Without(RegoValue value, params string[] names)
    {
        if (value is not RegoObject entries)
        {
            return value;
        }

        var result = new RegoObject.Builder(entries.Count);
        foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
        {
            if (entry.Key is not RegoString name || !names.Contains(name.Value, StringComparer.Ordinal))
            {
                result.Set(entry.Key, entry.Value);
            }
        }

        return result.Build();
    }

    private static RegoObject With(RegoObject entries, string name, RegoValue value)
    {
        var result = new RegoObject.Builder(entries);
        result.Set(name, value);
        return result.Build();
    }
}
