using Pharos.Integrations.Opa;
using Pharos.Rego.Network;

namespace Pharos.Server.Configuration;

/// <summary>Where policies come from.</summary>
public sealed record PolicySettings
{
    /// <summary>Folder of the base policies. Default: <c>policies</c> beside the program.</summary>
    public string? Folder { get; init; }

    /// <summary>How often the folders are looked at for changes. Default: 2 s.</summary>
    public TimeSpan ReloadEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bundles that are fetched and activated. Default: none.</summary>
    public IReadOnlyList<BundleSettings> Bundles { get; init; } = [];

    /// <summary>The keys that bundles are verified with, by id. Default: none.</summary>
    public IReadOnlyDictionary<string, BundleKeySettings> Keys { get; init; } = new Dictionary<string, BundleKeySettings>();

    /// <summary>The key that uploaded bundles must be signed with. Default: null, they need not be signed.</summary>
    public string? UploadKeyId { get; init; }

    /// <summary>The OPA that is asked beside the embedded policies. Default: null, <c>policies.engine</c> is <c>embedded</c>.</summary>
    public RemoteOpaOptions? RemoteOpa { get; init; }

    /// <summary>The hosts that <c>http.send</c> and <c>net.lookup_ip_addr</c> reach. Default: none, the network is switched off.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Makes the network of <see cref="AllowedHosts"/>, to be disposed of by the caller; null when there are none.</summary>
    public HttpRegoNetwork? OpenNetwork(LimitSettings limits) => AllowedHosts.Count > 0 ? new HttpRegoNetwork(AllowedHosts) { MaximumBody = limits.BodyBytes } : null;

    internal static PolicySettings Read(SettingsTree tree)
    {
        var defaults = new PolicySettings();
        var keys = BundleKeySettings.Read(tree);
        var settings = new PolicySettings
        {
            Folder = tree.Text("policies.folder", "the absolute path of an existing folder", folder => Path.IsPathRooted(folder) && Directory.Exists(folder)),
            ReloadEvery = tree.Time("policies.reloadEvery", defaults.ReloadEvery, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            RemoteOpa = RemoteOpaSettings.Read(tree),
            Keys = keys,
            Bundles = BundleSettings.Read(tree, keys),
            AllowedHosts = [.. ReadHosts(tree)],
            UploadKeyId = tree.Text("policies.uploadKeyId", "the id of a key in policies.keys", keys.ContainsKey),
        };
        return settings;
    }

    private static IEnumerable<string> ReadHosts(SettingsTree tree) =>
        ConfigurationReader.Texts(tree, "policies.network.allow", "a host name or an address, without scheme and port", host => Uri.CheckHostName(host) != UriHostNameType.Unknown && !host.StartsWith('['));
}
