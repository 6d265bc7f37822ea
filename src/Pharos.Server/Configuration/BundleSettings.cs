using System.Globalization;
using Pharos.Policies;

namespace Pharos.Server.Configuration;

/// <summary>A bundle that is fetched and activated by itself.</summary>
/// <param name="Name">The name it goes by.</param>
/// <param name="File">The archive on this machine; null when it is downloaded.</param>
/// <param name="Url">Where it is downloaded from; null when it is a file.</param>
/// <param name="KeyId">The key that must have signed it; null takes any configured one, and where none is configured it need not be signed.</param>
/// <param name="Scope">What its signature must be good for; null takes the key's.</param>
/// <param name="Exclude">Patterns of files that need not be signed.</param>
/// <param name="TokenFile">A file whose content is sent as a bearer token; null for none.</param>
/// <param name="PollEvery">How often it is looked for.</param>
public sealed record BundleSettings(string Name, string? File, Uri? Url, string? KeyId, string? Scope, IReadOnlyList<string> Exclude, string? TokenFile, TimeSpan PollEvery)
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(60);

    internal static List<BundleSettings> Read(SettingsTree tree, Dictionary<string, BundleKeySettings> keys)
    {
        var bundles = new List<BundleSettings>();
        foreach (var (path, node) in tree.List("policies.bundles"))
        {
            var members = tree.Members(path, node, "name", "file", "url", "keyId", "scope", "exclude", "tokenFile", "pollingSeconds");
            var name = members.GetValueOrDefault("name");
            if (!ActiveBundle.IsName(name) || bundles.Exists(other => other.Name == name))
            {
                tree.Report($"{path}.name", name, $"a name of letters, digits and . _ -, at most {ActiveBundle.MaximumNameCharacters}, that stands in the list only once");
                continue;
            }

            var (file, url) = (members.GetValueOrDefault("file"), members.GetValueOrDefault("url"));
            Uri? address = null;
            if ((file is null) == (url is null) || (file is not null && !Path.IsPathRooted(file)))
            {
                tree.Report(path, file ?? url, "either \"file\", the absolute path of an archive, or \"url\"");
            }
            else if (url is not null && (!Uri.TryCreate(url, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0))
            {
                tree.Report($"{path}.url", url, "an http or https address without a password in it (see tokenFile)");
            }

            var keyId = members.GetValueOrDefault("keyId");
            if (keyId is not null && !keys.ContainsKey(keyId))
            {
                tree.Report($"{path}.keyId", keyId, "the id of a key in policies.keys");
            }

            var seconds = members.GetValueOrDefault("pollingSeconds");
            if (seconds is not null && !(int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read is >= 1 and <= 86_400))
            {
                tree.Report($"{path}.pollingSeconds", seconds, "1 to 86400");
                seconds = null;
            }

            var every = seconds is null ? Default : TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
            bundles.Add(new BundleSettings(
                name,
                file,
                address,
                keyId,
                members.GetValueOrDefault("scope"),
                members.GetValueOrDefault("exclude", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                members.GetValueOrDefault("tokenFile"),
                every));
        }

        return bundles;
    }
}
