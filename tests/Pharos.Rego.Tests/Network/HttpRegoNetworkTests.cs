using System.Net;
using System.Text;
using Pharos.Rego.Network;

namespace Pharos.Rego.Tests.Network;

public sealed class HttpRegoNetworkTests
{
    private const string Done = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Theory]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://example.org/")]
    [InlineData("http://sub.example.com/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://2130706433/")]
    public void A_host_that_is_not_listed_is_refused_before_anything_is_looked_up(string url)
    {
        using var network = new HttpRegoNetwork(["example.com", "192.0.2.1"]);
        Send(network, url).ShouldBeOfType<NetworkOutcome.Refused>().Why.ShouldStartWith("disallowed host: ");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    public void Another_scheme_is_refused(string url)
    {
        using var network = new HttpRegoNetwork(null);
        Send(network, url).ShouldBeOfType<NetworkOutcome.Refused>().Why.ShouldStartWith("unsupported protocol scheme");
    }

    [Fact]
    public void A_listed_name_that_stands_for_this_machine_is_refused_unless_the_address_is_listed_too()
    {
        using var server = new Loopback(Done);
        string url = $"http://localhost:{server.Port}/";
        using var byName = new HttpRegoNetwork(["LOCALHOST."]);
        Send(byName, url).ShouldBeOfType<NetworkOutcome.Refused>().Why.ShouldStartWith("disallowed address: localhost stands for ");
        server.Seen.ShouldBeEmpty();
        using var byAddress = new HttpRegoNetwork(["localhost", "127.0.0.1"]);
        Send(byAddress, url).ShouldBeOfType<NetworkOutcome.Answered>().Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    public void Addresses_of_the_machine_its_network_and_its_cloud_are_reached_only_where_they_are_listed(string address)
    {
        new HostRules(["example.com"]).Reaches(IPAddress.Parse(address)).ShouldBeFalse();
        new HostRules(["example.com", address]).Reaches(IPAddress.Parse(address)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    public void A_public_address_behind_a_listed_name_is_reached(string address) => new HostRules(["example.com"]).Reaches(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void Names_are_looked_up_only_for_hosts_that_are_listed()
    {
        using var network = new HttpRegoNetwork(["localhost"]);
        network.Resolve("localhost", out string? error).ShouldNotBeEmpty(error);
        network.Resolve("internal.example", out error).ShouldBeEmpty();
        error.ShouldBe("disallowed host: internal.example");
    }

    [Fact]
    public void A_redirect_keeps_the_method_only_where_its_status_says_so()
    {
        foreach ((int status, string expected) in new[] { (302, "GET /next "), (303, "GET /next "), (307, "POST /next "), (308, "POST /next ") })
        {
            using var server = new Loopback($"HTTP/1.1 {status} Moved\r\nLocation: /next\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", Done);
            using var network = new HttpRegoNetwork(["127.0.0.1"]);
            network.Send(Request(server.Url, "POST") with { Body = Encoding.UTF8.GetBytes("b") }, CancellationToken.None).ShouldBeOfType<NetworkOutcome.Answered>();
            server.Seen[1].ShouldStartWith(expected);
        }
    }

    [Fact]
    public void What_proves_who_asks_does_not_follow_a_redirect_to_another_host()
    {
        using var other = new Loopback(Done);
        using var server = new Loopback($"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:{other.Port}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var network = new HttpRegoNetwork(["127.0.0.1"]);
        network.Send(Request(server.Url) with { Headers = [new("Authorization", "Bearer secret"), new("Cookie", "a=secret"), new("X-Kept", "1")] }, CancellationToken.None)
            .ShouldBeOfType<NetworkOutcome.Answered>();
        server.Seen[0].ShouldContain("Bearer secret");
        other.Seen[0].ShouldContain("X-Kept: 1");
        other.Seen[0].ShouldNotContain("secret");
    }

    [Fact]
    public void Redirects_in_a_circle_come_to_an_end()
    {
        using var server = new Loopback("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var network = new HttpRegoNetwork(["127.0.0.1"]);
        Send(network, server.Url).ShouldBeOfType<NetworkOutcome.Unreachable>().Why.ShouldBe("stopped after 10 redirects");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"ok\"\u2026")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n\u2026")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nuntil the end\u2026")]
    public void An_answer_that_stops_in_the_middle_of_its_body_is_waited_for_no_longer_than_asked(string answer)
    {
        using var server = new Loopback(answer);
        using var network = new HttpRegoNetwork(["127.0.0.1"]);
        network.Send(Request(server.Url) with { Timeout = TimeSpan.FromMilliseconds(300) }, CancellationToken.None)
            .ShouldBeOfType<NetworkOutcome.Unreachable>().Why.ShouldBe("request timed out");
    }

    private static NetworkOutcome Send(HttpRegoNetwork network, string url) => network.Send(Request(url) with { FollowsRedirects = true }, CancellationToken.None);

    private static NetworkRequest Request(string url, string method = "GET") => new(method, new Uri(url)) { FollowsRedirects = true };
}
