namespace Pharos.Rego.Bundles;

/// <summary>Takes only paths that stay inside a bundle: what an archive says is never trusted as a place.</summary>
internal static class BundlePath
{
    /// <summary>Normalises a path as archives write it (<c>/a/b</c>, <c>./a/b</c>, <c>a/b/</c>), or says why it is refused.</summary>
    /// <returns>The path, empty for the bundle's own folder; or a problem.</returns>
    public static (string Path, BundleProblem? Problem) Normalise(string written, BundleLimits limits)
    {
        if (written.Length > limits.PathCharacters)
        {
            return Refuse(written, $"the path is longer than {limits.PathCharacters} characters");
        }

        // OPA writes every path with one slash in front; two, or a drive, would be another place.
        var text = written.StartsWith("./", StringComparison.Ordinal) ? written[2..] : written.StartsWith('/') ? written[1..] : written;
        text = text == "." ? "" : text.TrimEnd('/');
        if (text.Length == 0)
        {
            return ("", null);
        }

        if (text.Contains('\\', StringComparison.Ordinal) || text.Any(char.IsControl))
        {
            return Refuse(written, "a path has no backslash and no control character");
        }

        var parts = text.Split('/');
        if (parts.Length > limits.PathParts)
        {
            return Refuse(written, $"the path has more than {limits.PathParts} parts");
        }

        return parts.Any(part => part is "" or "." or "..")
            ? Refuse(written, "a path may not leave the bundle: no \"..\", no \".\", no empty part")
            : (text, null);
    }

    private static (string Path, BundleProblem? Problem) Refuse(string written, string why) =>
        ("", new BundleProblem("bundle.path", $"The entry \"{Shorten(written)}\" is refused: {why}."));

    private static string Shorten(string text) => text.Length <= 120 ? text : string.Concat(text.AsSpan(0, 120), "…");
}
