using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>Reads <c>.manifest</c>, naming everything that is wrong with it at once.</summary>
internal static class ManifestReader
{
    private static readonly string[] Known = ["revision", "roots", "wasm", "rego_version", "file_rego_versions", "metadata"];

    public static BundleManifest Read(BundleFile file, List<BundleProblem> problems, List<string> notes)
    {
        if (!RegoValue.TryParseJson(file.Content.Span, out var value, out var error))
        {
            return Wrong($"The manifest is not JSON: {error}");
        }

        if (value is not RegoObject document)
        {
            return Wrong($"The manifest is a JSON {value.KindName}; an object is expected.");
        }

        foreach (var name in document.Select(member => member.Key).OfType<RegoString>().Where(name => !Known.Contains(name.Value, StringComparer.Ordinal)))
        {
            notes.Add($"The manifest's \"{name.Value}\" means nothing here and is ignored.");
        }

        if (document.TryGet("wasm", out var wasm))
        {
            notes.Add("The manifest names WebAssembly modules; they are kept and never run: modules are evaluated as they are.");
        }

        return new BundleManifest
        {
            Revision = Member<RegoString>(document, "revision", "a string")?.Value ?? "",
            Roots = Roots(document),
            RegoVersion = document.TryGet("rego_version", out var version) ? Version(version, "\"rego_version\"") : null,
            FileRegoVersions = FileVersions(document),
            Metadata = Member<RegoObject>(document, "metadata", "an object"),
            Wasm = wasm as RegoArray,
        };

        BundleManifest Wrong(string message)
        {
            problems.Add(new BundleProblem("bundle.manifest", message, file.Path));
            return BundleManifest.Empty;
        }

        T? Member<T>(RegoObject from, string name, string expected)
            where T : RegoValue
        {
            if (from.TryGet(name, out var found) && found is not (T or RegoNull))
            {
                Wrong($"\"{name}\" must be {expected}, and is {found.KindName}.");
            }

            return found as T;
        }

        IReadOnlyList<string> Roots(RegoObject from)
        {
            if (Member<RegoArray>(from, "roots", "a list of paths") is not { } list)
            {
                return BundleRoots.Everything;
            }

            var roots = new List<string>();
            foreach (var root in list)
            {
                if (root is RegoString path)
                {
                    roots.Add(path.Value.Trim('/'));
                }
                else
                {
                    Wrong($"\"roots\" must be a list of paths, and holds {root.KindName}.");
                }
            }

            foreach (var (i, j) in from i in Enumerable.Range(0, roots.Count) from j in Enumerable.Range(i + 1, roots.Count - i - 1) where BundleRoots.Overlap(roots[i], roots[j]) select (i, j))
            {
                problems.Add(new BundleProblem("bundle.roots-overlap", $"The manifest has overlapping roots: \"{roots[i]}\" and \"{roots[j]}\".", file.Path));
            }

            return roots;
        }

        RegoVersion? Version(RegoValue number, string what)
        {
            if (number is RegoNumber { IsWhole: true } whole && whole.TryGetInt64(out var found) && found is 0 or 1)
            {
                return whole.Sign == 0 ? Rego.RegoVersion.V0 : Rego.RegoVersion.V1;
            }

            Wrong($"{what} must be 0 or 1, and is {number.ToJson()}.");
            return null;
        }

        SortedDictionary<string, RegoVersion> FileVersions(RegoObject from)
        {
            var versions = new SortedDictionary<string, RegoVersion>(StringComparer.Ordinal);
            foreach (var (key, number) in Member<RegoObject>(from, "file_rego_versions", "an object of patterns and versions") ?? RegoObject.Empty)
            {
                var pattern = ((RegoString)key).Value;
                if (ManifestGlob.Check(pattern) is { } wrong)
                {
                    Wrong($"The pattern \"{pattern}\" of \"file_rego_versions\" is no glob: {wrong}.");
                }
                else if (Version(number, $"\"file_rego_versions\" of \"{pattern}\"") is { } version)
                {
                    versions[pattern] = version;
                }
            }

            return versions;
        }
    }
}
