using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>The fields of a metadata block in the shape that policies see them in: short forms written out, unknown fields left out.</summary>
internal static class MetadataFields
{
    public static RegoObject Shown(RegoObject fields, string scope)
    {
        var shown = new RegoObject.Builder();
        shown.Set("scope", RegoString.Of(scope));
        foreach (var (key, value) in fields)
        {
            if (key is RegoString name && Field(name.Value, value) is { } field)
            {
                shown.Set(key, field);
            }
        }

        return shown.Build();
    }

    private static RegoValue? Field(string name, RegoValue value) => (name, value) switch
    {
        ("title" or "description", RegoString { Value.Length: > 0 }) => value,
        ("title" or "description", RegoNumber or RegoBoolean) => RegoString.Of(value.ToString()),
        ("entrypoint", RegoBoolean { Value: true }) => value,
        ("organizations", RegoArray { Count: > 0 }) => value,
        ("custom" or "labels", RegoObject { Count: > 0 }) => value,
        ("authors", RegoArray { Count: > 0 } list) => RegoArray.From(list.Select(Author)),
        ("related_resources", RegoArray { Count: > 0 } list) => RegoArray.From(list.Select(Resource)),
        ("schemas", RegoArray { Count: > 0 } list) => RegoArray.From(list.Select(Schema)),
        _ => null,
    };

    /// <summary>A name, whose last word may be an address in angle brackets.</summary>
    private static RegoValue Author(RegoValue author)
    {
        if (author is not RegoString { Value: var text })
        {
            return author;
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var email = words is [.., ['<', .., '>'] last] ? last[1..^1] : "";
        var name = string.Join(' ', email.Length > 0 ? words[..^1] : words);
        return Object(("name", name), ("email", email));
    }

    private static RegoValue Resource(RegoValue resource) => resource switch
    {
        RegoString reference => Object(("ref", reference.Value)),
        RegoObject map => Object(("ref", Trimmed(map, "ref")), ("description", Trimmed(map, "description"))),
        _ => resource,
    };

    /// <summary>A pair of a path, and the path of a schema or the schema itself.</summary>
    private static RegoValue Schema(RegoValue schema)
    {
        if (schema is not RegoObject { Count: 1 } pair)
        {
            return schema;
        }

        var (path, value) = pair.First();
        var shown = new RegoObject.Builder();
        shown.Set("path", Path(path));
        shown.Set(value is RegoString ? "schema" : "definition", value is RegoString ? Path(value) : value);
        return shown.Build();
    }

    private static RegoValue Path(RegoValue path) =>
        path is RegoString text ? RegoArray.From(text.Value.Split('.').SelectMany(Parts)) : path;

    /// <summary>The names in <c>schema["a-b"]</c>.</summary>
    private static IEnumerable<RegoValue> Parts(string text) =>
        text.Split(['[', ']', '"'], StringSplitOptions.RemoveEmptyEntries).Select(RegoString.Of);

    private static string Trimmed(RegoObject map, string name) => map.TryGet(name, out var value) && value is RegoString text ? text.Value.Trim() : "";

    private static RegoObject Object(params ReadOnlySpan<(string Name, string Text)> fields)
    {
        var builder = new RegoObject.Builder();
        foreach (var (name, text) in fields)
        {
            if (text.Length > 0)
            {
                builder.Set(name, RegoString.Of(text));
            }
        }

        return builder.Build();
    }
}
