using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Proposals;

namespace Pharos.Server.Configuration;

/// <summary>
/// Makes the typed configuration. The environment wins over <c>DATA/.env</c>, that over the file, that over the defaults. Nothing is read from the working
/// directory, because that is where agents write.
/// </summary>
public static class ConfigurationReader
{
    /// <summary>Reads the configuration of a data folder.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="file">A file to use instead of <c>DATA/pharos.yaml</c>; it must exist.</param>
    /// <param name="environment">The process environment.</param>
    public static ConfigurationOutcome Read(DataFolder data, string? file, IReadOnlyDictionary<string, string> environment)
    {
        var problems = new List<ConfigurationProblem>();
        var path = file ?? data.ConfigurationFile;
        var yaml = ReadText(path, file is not null, problems);
        var variables = ReadText(data.EnvironmentFile, isRequired: false, problems) is { } text
            ? DotEnvFile.Parse(text, data.EnvironmentFile, problems)
            : [];
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        return Read(yaml, path, variables, problems);
    }

    /// <summary>Reads a configuration that is already in memory.</summary>
    internal static ConfigurationOutcome Read(string? yaml, string source, IReadOnlyDictionary<string, string> environment, List<ConfigurationProblem> problems)
    {
        var tree = SettingsTree.Parse(yaml, source, environment, problems);
        var configuration = new PharosConfiguration
        {
            Server = ReadServer(tree),
            Store = StoreSettings.Read(tree),
            Limits = ReadLimits(tree),
            Workspaces = ReadWorkspaces(tree),
            Policies = PolicySettings.Read(tree),
            Agents = ReadAgents(tree),
            Review = ReviewSettings.Read(tree),
            Elicitations = ElicitationSettings.Read(tree),
            Experts = ExpertSettings.Read(tree),
            Collaborations = CollaborationSettings.Read(tree),
            Consensus = ConsensusSettings.Read(tree),
            Notify = NotifySettings.Read(tree),
            Degradation = DegradationSettings.Read(tree),
            Mcp = McpSettings.Read(tree),
            Validate = new ValidateSettings { AllowWithoutToken = tree.Boolean("validate.allowWithoutToken", false) },
            Log = new LogSettings { Level = ReadLevel(tree), ArchiveAfter = ReadArchiveAfter(tree), CheckpointCopies = [.. Texts(tree, "log.checkpointCopies", "the absolute path of a file", Path.IsPathRooted)] },
            Tokens = ReadTokens(tree),
        };
        tree.ReportUnknown();
        return problems.Count == 0 ? new ConfigurationOutcome.Loaded(configuration) : new ConfigurationOutcome.Invalid(problems);
    }

    private static ServerSettings ReadServer(SettingsTree tree)
    {
        var defaults = new ServerSettings();
        var settings = new ServerSettings
        {
            Bind = tree.Text("server.bind", "an IP address such as 127.0.0.1", bind => IPAddress.TryParse(bind, out _)) ?? defaults.Bind,
            Port = tree.Integer("server.port", defaults.Port, 0, ushort.MaxValue),
            AllowRemote = tree.Boolean("server.allowRemote", defaults.AllowRemote),
            Drain = tree.Time("server.drain", defaults.Drain, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            PublicUrl = ReadPublicUrl(tree),
            Hosts = [.. Texts(tree, "server.hosts", "a host name", name => Uri.CheckHostName(name) != UriHostNameType.Unknown)],
        };
        if (!settings.AllowRemote && !IPAddress.IsLoopback(IPAddress.Parse(settings.Bind)))
        {
            tree.Report("server.bind", settings.Bind, "a loopback address, or \"allowRemote: true\" beside it: other machines could reach this one");
        }

        return settings;
    }

    private static Uri? ReadPublicUrl(SettingsTree tree)
    {
        var text = tree.Text("server.publicUrl", "the http or https address under which people reach this server, such as https://pharos.example.org", text => Read(text) is not null);
        return text is null ? null : Read(text);

        static Uri? Read(string text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length + url.Query.Length + url.Fragment.Length == 0 ? url : null;
    }

    private static LimitSettings ReadLimits(SettingsTree tree)
    {
        var defaults = new LimitSettings();
        return new LimitSettings
        {
            BodyBytes = tree.Integer("limits.bodyBytes", defaults.BodyBytes, 1024, 64 * 1024 * 1024),
            Connections = tree.Integer("limits.connections", defaults.Connections, 1, 100_000),
            Streams = tree.Integer("limits.streams", defaults.Streams, 0, 100_000),
            StreamsPerToken = tree.Integer("limits.streamsPerToken", defaults.StreamsPerToken, 0, 100_000),
            PerMinute = Enum.GetValues<Role>().ToDictionary(
                role => role,
                role => tree.Integer($"limits.rate.{RoleNames.Of(role)}", LimitSettings.DefaultPerMinute[role], 0, 10_000_000)),
        };
    }

    private static List<WorkspaceOptions> ReadWorkspaces(SettingsTree tree)
    {
        var workspaces = new List<WorkspaceOptions>();
        foreach (var (path, node) in tree.List("workspaces"))
        {
            var members = tree.Members(path, node, "root", "mode", "profile");
            var root = members.GetValueOrDefault("root");
            if (root is null || !root.StartsWith('/') || LexicalPath.Normalise(root) == "/")
            {
                tree.Report($"{path}.root", root, "an absolute path other than /");
                continue;
            }

            var mode = WorkspaceMode.Enforce;
            if (members.TryGetValue("mode", out var modeName) && !WorkspaceNames.TryParse(modeName, out mode))
            {
                tree.Report($"{path}.mode", modeName, "enforce or dry-run");
            }

            var profile = WorkspaceProfile.Balanced;
            if (members.TryGetValue("profile", out var profileName) && !WorkspaceNames.TryParse(profileName, out profile))
            {
                tree.Report($"{path}.profile", profileName, "strict, balanced or relaxed");
            }

            var normal = LexicalPath.Normalise(root);
            if (workspaces.Exists(other => other.Root == normal))
            {
                tree.Report($"{path}.root", root, "a root that stands in the list only once");
            }

            workspaces.Add(new WorkspaceOptions(normal, mode, profile));
        }

        return workspaces;
    }

    private static Dictionary<string, AgentHost> ReadAgents(SettingsTree tree)
    {
        var agents = new Dictionary<string, AgentHost>(StringComparer.Ordinal);
        foreach (var (name, node) in tree.Map("agents"))
        {
            var path = $"agents.{name}";
            var members = tree.Members(path, node, "home", "user");
            if (!TokenClaims.IsSubject(name))
            {
                tree.Report(path, name, "an agent id: letters, digits and . _ - @ :");
            }

            if (!members.TryGetValue("home", out var home) || !home.StartsWith('/'))
            {
                tree.Report($"{path}.home", home, "an absolute path");
            }

            if (!members.TryGetValue("user", out var user) || user.Length == 0)
            {
                tree.Report($"{path}.user", user, "an account name");
            }

            agents[name] = new AgentHost(LexicalPath.Normalise(home ?? "/"), user ?? "");
        }

        return agents;
    }

    private static TimeSpan? ReadArchiveAfter(SettingsTree tree) =>
        tree.Text("log.archiveAfter", $"{Duration.Form}, at least 1h", text => Duration.TryParse(text, out var age) && age >= TimeSpan.FromHours(1)) is { } text && Duration.TryParse(text, out var age)
            ? age
            : null;

    private static LogLevel ReadLevel(SettingsTree tree) => tree.Scalar("log.level", new LogSettings().Level, "debug, information, warning or error", name => name switch
    {
        "debug" => LogLevel.Debug,
        "information" => LogLevel.Information,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => (LogLevel?)null,
    });

    private static TokenSettings ReadTokens(SettingsTree tree)
    {
        var defaults = new TokenSettings();
        var maximum = tree.Time("tokens.maximumTtl", defaults.MaximumTtl, TimeSpan.FromMinutes(1), TokenLedger.MaximumLifetime);
        var settings = new TokenSettings
        {
            MaximumTtl = maximum,
            DefaultTtl = tree.Time("tokens.defaultTtl", defaults.DefaultTtl < maximum ? defaults.DefaultTtl : maximum, TimeSpan.FromSeconds(1), maximum),
        };
        return settings;
    }

    /// <summary>Reads a list of texts; an entry that is not accepted is a problem.</summary>
    internal static IEnumerable<string> Texts(SettingsTree tree, string path, string expected, Func<string, bool> accept)
    {
        foreach (var (entry, node) in tree.List(path))
        {
            if (node is YamlDotNet.RepresentationModel.YamlScalarNode { Value: { } text } && accept(text))
            {
                yield return text;
            }
            else
            {
                tree.Report(entry, node.ToString(), expected);
            }
        }
    }

    private static string? ReadText(string path, bool isRequired, List<ConfigurationProblem> problems)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                if (isRequired)
                {
                    problems.Add(new ConfigurationProblem("(file)", null, "a file that exists", path));
                }

                return null;
            }

            if (info.Length > SettingsTree.MaximumFileBytes)
            {
                problems.Add(new ConfigurationProblem("(file)", $"{info.Length} bytes", $"at most {SettingsTree.MaximumFileBytes}", path));
                return null;
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            problems.Add(new ConfigurationProblem("(file)", problem.Message, "a readable file in UTF-8", path));
            return null;
        }
    }
}
