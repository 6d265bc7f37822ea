using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pharos.Proposals;

namespace Pharos.Server.Opa;

/// <summary>
/// The document that a request names. The segments are read from the request line as it was sent, because routing turns <c>%2F</c> and <c>/</c> into the same; access
/// and evaluation use the same segments, so no spelling of a path can mean one thing to the one and another to the other.
/// </summary>
internal sealed class OpaPath
{
    /// <summary>Most segments of a path.</summary>
    public const int MaximumSegments = 64;

    private OpaPath(IReadOnlyList<string> segments) => Segments = segments;

    /// <summary>The segments, decoded.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The path as decisions name it, such as <c>pharos/gate/allow</c>.</summary>
    public string Text => string.Join('/', Segments);

    /// <summary>Whether the path stands at or below <c>pharos/gate</c>, which readers may evaluate.</summary>
    public bool IsGate => Segments is ["pharos", "gate", ..];

    /// <summary>The reference in Rego. Every segment is quoted, so a path can never be anything but a path; one that is a number is an index, as in Open Policy Agent.</summary>
    public string Reference
    {
        get
        {
            var reference = new StringBuilder("data");
            foreach (var segment in Segments)
            {
                var isIndex = int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index);
                reference.Append('[').Append(isIndex ? index.ToString(CultureInfo.InvariantCulture) : $"\"{JsonEncodedText.Encode(segment)}\"").Append(']');
            }

            return reference.ToString();
        }
    }

    /// <summary>The reference as people write it, for messages.</summary>
    public string Shown => "data" + string.Concat(Segments.Select(segment =>
        segment is [not (>= '0' and <= '9'), ..] && segment.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $".{segment}" : $"[\"{JsonEncodedText.Encode(segment)}\"]"));

    /// <summary>A path known to the program.</summary>
    public static OpaPath Of(params IReadOnlyList<string> segments) => new(segments);

    /// <summary>Reads the part of the request's path behind a prefix such as <c>/v1/data</c>.</summary>
    public static (OpaPath? Path, Problem? Problem) Read(HttpContext context, string prefix)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var end = raw.IndexOf('?', StringComparison.Ordinal);
        raw = end < 0 ? raw : raw[..end];
        var behind = raw.StartsWith(prefix, StringComparison.Ordinal) && (raw.Length == prefix.Length || raw[prefix.Length] == '/')
            ? raw[prefix.Length..]
            : context.Request.RouteValues["path"] as string ?? "";
        return Parse(behind);
    }

    /// <summary>Reads an escaped path.</summary>
    public static (OpaPath? Path, Problem? Problem) Parse(string escaped)
    {
        var segments = escaped.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length > MaximumSegments)
        {
            return (null, new Problem("data.path", $"A path has at most {MaximumSegments} segments."));
        }

        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = Uri.UnescapeDataString(segments[i]);
            if (segments[i].Contains('"', StringComparison.Ordinal))
            {
                return (null, new Problem("data.path", $"invalid path: a segment may not hold a quotation mark: '{segments[i]}'"));
            }
        }

        return (new OpaPath(segments), null);
    }
}
