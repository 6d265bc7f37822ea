using Pharos.Rego.Values;

namespace Pharos.Cli.Connection;

/// <summary>Reads members of documents the server sent, whose absence is not an error.</summary>
internal static class Documents
{
    /// <summary>A member as text: a string's content, anything else as JSON; null when missing or null.</summary>
    public static string? TextOf(this RegoObject document, string name) =>
        !document.TryGet(name, out var value) || value is RegoNull ? null : value is RegoString text ? text.Value : value.ToJson();

    /// <summary>The objects of a member that is an array.</summary>
    public static IEnumerable<RegoObject> ItemsOf(this RegoObject document, string name) =>
        document.TryGet(name, out var value) && value is RegoArray array ? Enumerable.Range(0, array.Count).Select(i => array[i]).OfType<RegoObject>() : [];

    /// <summary>A member that is an object; empty when it is not there.</summary>
    public static RegoObject ObjectOf(this RegoObject document, string name) =>
        document.TryGet(name, out var value) && value is RegoObject inner ? inner : RegoObject.Empty;
}
