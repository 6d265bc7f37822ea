using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>Reads <c>patch.json</c>.</summary>
internal static class PatchReader
{
    public static BundlePatch Read(BundleFile file, IReadOnlyList<string> roots, List<BundleProblem> problems)
    {
        if (!RegoValue.TryParseJson(file.Content.Span, out var value, out var error)
            || value is not RegoObject document || !document.TryGet("data", out var list) || list is not RegoArray { Count: <= BundlePatch.MaximumOperations } operations)
        {
            problems.Add(new BundleProblem(
                "bundle.patch", $"A patch is an object {{\"data\": [at most {BundlePatch.MaximumOperations} operations]}}{(error is null ? "" : $", and this is not JSON: {error}")}.", file.Path));
            return new BundlePatch([]);
        }

        var read = new List<BundlePatchOperation>();
        foreach (var item in operations)
        {
            var (operation, why) = Operation(item, roots);
            if (operation is null)
            {
                problems.Add(new BundleProblem("bundle.patch", $"Operation {read.Count + 1} {why}.", file.Path));
                return new BundlePatch(read);
            }

            read.Add(operation);
        }

        return new BundlePatch(read);
    }

    private static (BundlePatchOperation? Operation, string? Why) Operation(RegoValue item, IReadOnlyList<string> roots)
    {
        if (item is not RegoObject operation || Text(operation, "op") is not { } name || Text(operation, "path") is not { } written)
        {
            return (null, "needs \"op\" and \"path\" as strings");
        }

        BundlePatchKind? known = name switch
        {
            "upsert" => BundlePatchKind.Upsert,
            "replace" => BundlePatchKind.Replace,
            "remove" => BundlePatchKind.Remove,
            _ => null,
        };
        if (known is not { } kind)
        {
            return (null, $"has the op \"{name}\"; there are upsert, replace and remove");
        }

        string[] path = [.. written.Trim('/').Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        if (path is [""])
        {
            return (null, "has an empty path; a patch changes parts of data, never all of it");
        }

        if (!BundleRoots.Hold(roots, path))
        {
            return (null, $"changes \"{written}\", outside the bundle's roots [{string.Join(", ", roots)}]");
        }

        // An operation without a value sets null, as OPA does.
        return (new BundlePatchOperation(kind, path, kind == BundlePatchKind.Remove ? null : operation.TryGet("value", out var value) ? value : RegoNull.Instance), null);
    }

    private static string? Text(RegoObject operation, string name) => operation.TryGet(name, out var value) && value is RegoString text ? text.Value : null;
}
