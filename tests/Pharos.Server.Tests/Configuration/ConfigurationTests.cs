using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Server.Configuration;

namespace Pharos.Server.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public void An_empty_configuration_has_the_documented_defaults()
    {
        var loaded = Loaded("");
        loaded.Server.Port.ShouldBe(8765);
        loaded.Server.Bind.ShouldBe("127.0.0.1");
        loaded.Limits.BodyBytes.ShouldBe(4 * 1024 * 1024);
        loaded.Limits.PerMinute[Role.Agent].ShouldBe(1000);
        loaded.Workspaces.ShouldBeEmpty();
        loaded.Validate.AllowWithoutToken.ShouldBeFalse();
    }

    [Fact]
    public void A_whole_configuration_is_read()
    {
        var loaded = Loaded("""
            server: { port: 9000, drain: 3s, hosts: [gate.local] }
            limits: { bodyBytes: 2048, rate: { agent: 5, admin: 0 } }
            workspaces:
              - root: /srv/app/
                mode: dry-run
                profile: strict
              - { root: /srv/other }
            agents:
              claude-1: { home: /home/dev, user: dev }
            validate: { allowWithoutToken: true }
            log: { level: debug }
            tokens: { defaultTtl: 1h, maximumTtl: 2d }
            """);
        loaded.Server.Port.ShouldBe(9000);
        loaded.Server.Drain.ShouldBe(TimeSpan.FromSeconds(3));
        loaded.Limits.PerMinute[Role.Agent].ShouldBe(5);
        loaded.Workspaces.ShouldBe([
            new WorkspaceOptions("/srv/app", WorkspaceMode.DryRun, WorkspaceProfile.Strict),
            new WorkspaceOptions("/srv/other"),
        ]);
        loaded.Agents["claude-1"].ShouldBe(new AgentHost("/home/dev", "dev"));
        loaded.Validate.AllowWithoutToken.ShouldBeTrue();
        loaded.Tokens.DefaultTtl.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Every_problem_is_reported_at_once_with_path_value_and_expectation()
    {
        var problems = Problems("""
            server:
              port: 99999
              prot: 1
              bind: 0.0.0.0
            limits: { rate: { agent: many } }
            workspaces:
              - root: relative
              - { root: /srv/a, mode: sometimes, colour: red }
            agents: { "a b": { home: x } }
            log: { level: loud }
            workspace: []
            """);
        problems.Select(problem => problem.Path).ShouldBe(
            [
                "server.port", "server.bind", "limits.rate.agent", "workspaces[0].root", "workspaces[1].colour", "workspaces[1].mode",
                "agents.a b", "agents.a b.home", "agents.a b.user", "log.level", "server.prot", "workspace",
            ],
            ignoreOrder: true);
        problems.Single(problem => problem.Path == "server.port").ToString().ShouldContain("99999");
        problems.Single(problem => problem.Path == "server.prot").Expected.ShouldBe("perhaps \"server.port\"");
        problems.Single(problem => problem.Path == "workspace").Expected.ShouldBe("perhaps \"workspaces\"");
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_a_misspelt_variable_is_a_problem()
    {
        Loaded("server: { port: 9000 }", ("PHAROS_SERVER_PORT", "9001"), ("PHAROS_CORPORA", "/x")).Server.Port.ShouldBe(9001);
        Loaded("", ("PHAROS_VALIDATE_ALLOW_WITHOUT_TOKEN", "true")).Validate.AllowWithoutToken.ShouldBeTrue();
        Problems("", ("PHAROS_SERVER_PROT", "9001")).Single().Expected.ShouldBe("perhaps \"PHAROS_SERVER_PORT\"");
        Problems("", ("PHAROS_SERVER_PORT", "x")).Single().Source.ShouldBe("environment");
    }

    [Fact]
    public void A_remote_engine_is_asked_only_when_it_is_named_and_has_an_address()
    {
        Loaded("").Policies.RemoteOpa.ShouldBeNull();
        Loaded("policies: { opa: { url: 'http://127.0.0.1:8181' } }").Policies.RemoteOpa.ShouldBeNull();
        var remote = Loaded("policies: { engine: opa, opa: { url: 'https://opa.example/base', timeout: 200ms } }", ("PHAROS_POLICIES_OPA_TOKEN", "t")).Policies.RemoteOpa.ShouldNotBeNull();
        (remote.Url.AbsoluteUri, remote.Token, remote.Timeout, remote.CacheFor).ShouldBe(("https://opa.example/base", "t", TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(5)));
    }

    [Theory]
    [InlineData("policies: { engine: opa }")]
    [InlineData("policies: { engine: regorus }")]
    [InlineData("policies: { engine: opa, opa: { url: 'ftp://opa.example' } }")]
    [InlineData("policies: { engine: opa, opa: { url: 'http://user:hunter2@opa.example' } }")]
    public void A_remote_engine_without_a_proper_address_is_a_problem_that_shows_no_secret(string yaml)
    {
        var problem = Problems(yaml).ShouldHaveSingleItem();
        problem.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void The_network_of_policies_is_off_until_hosts_are_listed()
    {
        Loaded("").Policies.OpenNetwork(new LimitSettings()).ShouldBeNull();
        Loaded("policies: { network: { allow: [] } }").Policies.AllowedHosts.ShouldBeEmpty();
        Loaded("policies: { network: { allow: [api.example.com, 10.0.0.7, 'fd00::1'] } }").Policies.AllowedHosts.ShouldBe(["api.example.com", "10.0.0.7", "fd00::1"]);
    }

    [Theory]
    [InlineData("https://api.example.com")]
    [InlineData("api.example.com:8443")]
    [InlineData("api.example.com/path")]
    [InlineData("'*'")]
    [InlineData("'*.example.com'")]
    [InlineData("10.0.0.0/8")]
    [InlineData("'[::1]'")]
    [InlineData("''")]
    [InlineData("{ host: a }")]
    public void A_host_of_the_network_is_a_name_or_an_address_and_nothing_else(string host) =>
        Problems($"policies: {{ network: {{ allow: [{host}] }} }}").ShouldHaveSingleItem().Path.ShouldBe("policies.network.allow[0]");

    [Theory]
    [InlineData("server: [")]
    [InlineData("just text")]
    [InlineData("- list")]
    [InlineData("server: 7")]
    [InlineData("workspaces: {}")]
    [InlineData("server: { port: [1] }")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("server: &x { port: 1, y: *x }")]
    public void A_document_of_another_shape_is_a_problem_and_never_an_exception(string yaml) => Problems(yaml).ShouldNotBeEmpty();

    [Fact]
    public void No_random_document_throws()
    {
        var random = new Random(7);
        const string Letters = "{}[]:,-&*!|>'\"# \n\t%@`ax0";
        const string Seed = "server: { port: 9000, hosts: [a] }\nworkspaces:\n  - root: /srv/app\n    mode: dry-run\nagents: { a: { home: /h, user: u } }\n";
        for (var i = 0; i < 2000; i++)
        {
            var text = Seed.ToCharArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                text[random.Next(text.Length)] = Letters[random.Next(Letters.Length)];
            }

            ConfigurationReader.Read(new string(text), "test", new Dictionary<string, string>(), []).ShouldNotBeNull();
        }
    }

    [Fact]
    public void A_dot_env_file_is_read_without_expanding_anything_and_its_secrets_are_not_shown()
    {
        var problems = new List<ConfigurationProblem>();
        var values = DotEnvFile.Parse("# c\nexport A='x y'\nB=\"$HOME\"\n\nC=a=b\nnot a pair hunter2\n", ".env", problems);
        values.ShouldBe(new Dictionary<string, string> { ["A"] = "x y", ["B"] = "$HOME", ["C"] = "a=b" }, ignoreOrder: true);
        problems.Single().ToString().ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("10m", 600_000)]
    [InlineData("12h", 43_200_000)]
    [InlineData("30d", 2_592_000_000)]
    public void A_duration_is_a_number_with_a_unit(string text, double milliseconds)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalMilliseconds.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("1h30m")]
    [InlineData("99999999999999999999d")]
    [InlineData("2147483647d")]
    public void Anything_else_is_no_duration(string text) => Duration.TryParse(text, out _).ShouldBeFalse();

    private static PharosConfiguration Loaded(string yaml, params (string, string)[] environment) =>
        Read(yaml, environment).ShouldBeOfType<ConfigurationOutcome.Loaded>().Configuration;

    private static IReadOnlyList<ConfigurationProblem> Problems(string yaml, params (string, string)[] environment) =>
        Read(yaml, environment).ShouldBeOfType<ConfigurationOutcome.Invalid>().Problems;

    private static ConfigurationOutcome Read(string yaml, (string Name, string Value)[] environment) =>
        ConfigurationReader.Read(yaml, "test", environment.ToDictionary(pair => pair.Name, pair => pair.Value), []);
}
