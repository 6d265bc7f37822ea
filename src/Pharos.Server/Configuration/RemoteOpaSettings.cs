using Pharos.Integrations.Opa;

namespace Pharos.Server.Configuration;

/// <summary>Reads which engine decides: the embedded policies alone, or a remote OPA beside them.</summary>
internal static class RemoteOpaSettings
{
    private const string Url = "policies.opa.url";
    private const string Expected = "an address such as http://127.0.0.1:8181";

    public static RemoteOpaOptions? Read(SettingsTree tree)
    {
        var isRemote = tree.Scalar("policies.engine", false, "embedded or opa", name => name switch { "embedded" => false, "opa" => true, _ => (bool?)null });
        var defaults = new RemoteOpaOptions { Url = new Uri("http://127.0.0.1:8181") };

        // Everything is accepted at first, because a value that is refused is printed, and these may hold a password.
        var text = tree.Text(Url, "", static _ => true);
        var token = tree.Text("policies.opa.token", "", static _ => true);
        var options = defaults with
        {
            Token = token is { Length: > 0 } ? token : null,
            Timeout = tree.Time("policies.opa.timeout", defaults.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30)),
            CacheFor = tree.Time("policies.opa.cacheFor", defaults.CacheFor, TimeSpan.Zero, TimeSpan.FromHours(1)),
            CacheCapacity = tree.Integer("policies.opa.cacheCapacity", defaults.CacheCapacity, 2, 1_000_000),
        };
        if (!isRemote)
        {
            return null;
        }

        if (text is null || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Query.Length > 0)
        {
            tree.Report(Url, text is null ? null : "(not shown)", $"{Expected}, without credentials; a token belongs into policies.opa.token");
            return null;
        }

        return options with { Url = url };
    }
}
