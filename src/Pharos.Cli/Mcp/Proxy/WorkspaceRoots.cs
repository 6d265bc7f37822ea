using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Tells whether an answer to <c>roots/list</c> says more than a server on this machine knows already: the folder in which it was started.</summary>
internal static class WorkspaceRoots
{
    private const int Most = 64;

    /// <summary>True when each root is the workspace, or a folder that is there in it, and nothing else is said.</summary>
    /// <param name="result">What the client answers.</param>
    /// <param name="workspace">The workspace; null where the server is somewhere else.</param>
    public static bool SayNothingNew(JsonElement result, string? workspace)
    {
        if (HasOnly(result, "roots") && JsonRpcMessage.Member(result, "roots") is { ValueKind: JsonValueKind.Array } roots && roots.GetArrayLength() <= Most)
        {
            return roots.EnumerateArray().All(root => workspace is not null && IsWithin(root, workspace));
        }

        return false;
    }

    private static bool IsWithin(JsonElement root, string workspace)
    {
        if (!HasOnly(root, "uri", "name") || JsonRpcMessage.Text(root, "uri") is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || !uri.IsFile || uri.Host.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.LocalPath.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(uri.LocalPath));
        var isThere = folder == workspace || (folder.StartsWith(workspace + "/", StringComparison.Ordinal) && Directory.Exists(folder));

        // A name may say anything; this one says what the address says.
        return isThere && (JsonRpcMessage.Member(root, "name").ValueKind == JsonValueKind.Undefined || JsonRpcMessage.Text(root, "name") is { } name && (name == Path.GetFileName(folder) || name == folder));
    }

    private static bool HasOnly(JsonElement element, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                return false;
            }
        }

        return true;
    }
}
