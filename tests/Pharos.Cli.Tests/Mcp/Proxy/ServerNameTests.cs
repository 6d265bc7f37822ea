using Pharos.Cli.Mcp.Proxy;
using Pharos.Proposals;

namespace Pharos.Cli.Tests.Mcp.Proxy;

public sealed class ServerNameTests
{
    [Theory]
    [InlineData("npx -y @modelcontextprotocol/server-filesystem .", "filesystem")]
    [InlineData("npx -y @modelcontextprotocol/server-filesystem@1.2.3 .", "filesystem")]
    [InlineData("uvx mcp-server-git", "git")]
    [InlineData("uvx mcp-server-git==2.0", "git")]
    [InlineData("/opt/tools/tickets --stdio", "tickets")]
    [InlineData("/opt/tools/mcp-tickets", "tickets")]
    [InlineData("my-server --stdio", "my-server")]
    public void A_server_is_named_after_its_package_or_program(string command, string name) => ServerName.Of(command.Split(' '), null).ShouldBe(name);

    [Theory]
    [InlineData("npx -y @modelcontextprotocol/server-filesystem", "/home/me/mcp-notes", "--server=other")]
    [InlineData("/opt/tools/tickets", "--mcp", "/srv/server.sock")]
    public void An_argument_that_changes_leaves_the_name_and_so_the_pins(string command, string one, string another)
    {
        string[] words = command.Split(' ');
        ServerName.Of([.. words, one], null).ShouldBe(ServerName.Of(words, null));
        ServerName.Of([.. words, another, one], null).ShouldBe(ServerName.Of(words, null));
    }

    [Theory]
    [InlineData("node /srv/my-mcp@1.2.3/index.js")]
    [InlineData("python3.12 -m mcp_server_git")]
    [InlineData("docker run -i --rm mcp/github")]
    [InlineData("sh -c some-server")]
    [InlineData("npx --package @a/b server-b")]
    [InlineData("uvx --from git+https://example.org/x mcp-server-x")]
    [InlineData("npx -y")]
    [InlineData("/opt/my__server")]
    public void A_command_that_does_not_say_which_server_it_is_gives_no_name(string command) => ServerName.Of(command.Split(' '), null).ShouldBeNull();

    [Theory]
    [InlineData("https://api.tickets.example/mcp", "tickets")]
    [InlineData("http://127.0.0.1:3000/files", "files")]
    [InlineData("http://127.0.0.1:3000/files?session=7", "files")]
    public void A_server_is_named_after_its_address(string url, string name) => ServerName.Of([], new Uri(url)).ShouldBe(name);

    [Theory]
    [InlineData("http://127.0.0.1:3000/mcp")]
    [InlineData("http://localhost:3000/")]
    [InlineData("http://[::1]:3000/sse")]
    public void An_address_that_any_server_of_the_machine_may_have_gives_no_name(string url) => ServerName.Of([], new Uri(url)).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("a__b")]
    [InlineData("_a")]
    [InlineData("a_")]
    [InlineData("_")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("caf\u00e9")]
    [InlineData("a\u202eb")]
    public void A_name_that_would_be_read_as_another_is_refused(string name) => ServerName.Refuse(name).ShouldNotBeNull();

    [Theory]
    [InlineData("files")]
    [InlineData("my_server-2.x")]
    public void A_name_that_is_not_refused_is_read_back_as_it_was_given(string name)
    {
        ServerName.Refuse(name).ShouldBeNull();
        McpToolName.Of(new ProxyOptions { Name = name }.NameOf("_x__y")).ShouldBe(new McpToolName(name, "_x__y"));
    }
}
