using Pharos.Rego.Schema;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Parts of URI references.</summary>
internal static class Uris
{
    internal static IEnumerable<Builtin> All =>
    [
        new("uri.parse", 1, false, Parse),
        new("uri.is_valid", 1, false, static (_, a) => RegoBoolean.Of(a[0] is RegoString { Value: { Length: > 0 } text } && UriSyntax.Parse(text).Uri is not null)),
    ];

    private static RegoValue? Parse(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        var (uri, error) = UriSyntax.Parse(text);
        if (uri is null)
        {
            return context.Failure(error!);
        }

        var parts = new RegoObject.Builder(7);
        Set(parts, "scheme", uri.Scheme);
        Set(parts, "hostname", uri.Host);
        Set(parts, "port", uri.Port);
        Set(parts, "path", uri.Path);
        Set(parts, "raw_path", uri.RawPath.Length > 0 ? uri.RawPath : uri.Path);
        Set(parts, "raw_query", uri.RawQuery);
        Set(parts, "fragment", uri.Fragment);
        return parts.Build();
    }

    private static void Set(RegoObject.Builder parts, string name, string text)
    {
        if (text.Length > 0)
        {
            parts.Set(name, RegoString.Of(text));
        }
    }
}
