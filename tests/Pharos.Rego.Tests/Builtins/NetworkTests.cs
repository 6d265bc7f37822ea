using Pharos.Rego.Builtins;
using Pharos.Rego.Network;
using Pharos.Rego.Tests.Network;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Builtins;

public class NetworkTests
{
    [Fact]
    public void Without_a_network_no_request_leaves_and_the_error_says_why() =>
        Call.Json("http.send", "{\"method\":\"get\",\"url\":\"http://127.0.0.1:1/\",\"raise_error\":false}")
            .ShouldBe("eval_builtin_error http.send: the network is switched off for this evaluation: the host passes no network in its evaluation options");

    [Fact]
    public void Without_a_network_addresses_stand_for_themselves_and_names_are_not_looked_up()
    {
        Call.Json("net.lookup_ip_addr", "\"10.0.0.1\"").ShouldBe("{\"10.0.0.1\"}");
        Call.Json("net.lookup_ip_addr", "\"example.com\"").ShouldStartWith("eval_builtin_error net.lookup_ip_addr: the network is switched off");
    }

    [Theory]
    [InlineData("{\"method\":\"get\"}", "eval_type_error http.send: operand 1 missing required request parameters(s): {\"url\"}")]
    [InlineData("{\"method\":\"get\",\"url\":\"http://a/\",\"nope\":1}", "eval_type_error http.send: operand 1 invalid request parameters(s): {\"nope\"}")]
    [InlineData("{\"method\":1,\"url\":\"http://a/\"}", "eval_builtin_error http.send: \"method\" must be a string")]
    [InlineData("{\"method\":\"get\",\"url\":\"http://a/\",\"raise_error\":1}", "eval_builtin_error http.send: invalid value for raise_error field")]
    [InlineData("{\"method\":\"get\",\"url\":\"http://a/\",\"force_cache\":true}", "eval_builtin_error http.send: 'force_cache' set but 'force_cache_duration_seconds' parameter is missing")]
    [InlineData("{\"method\":\"get\",\"url\":\"http://a/\",\"timeout\":true}", "eval_builtin_error http.send: 'timeout' must be one of {string, number} but got boolean")]
    [InlineData("{\"method\":\"get\",\"url\":\"http://a/\",\"tls_ca_cert_file\":\"/etc/passwd\"}", "eval_builtin_error http.send: \"tls_ca_cert_file\" is not available here: pass the certificate or key itself in \"tls_ca_cert\"")]
    public void A_request_that_makes_no_sense_is_an_error(string request, string expected) => Call.Json("http.send", request).ShouldBe(expected);

    [Fact]
    public void An_answer_has_its_status_headers_and_body()
    {
        using var server = new Loopback("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Twice: a\r\nContent-Length: 9\r\n\r\n{\"ok\": 1}");
        RegoObject answer = Send(server, ",\"headers\":{\"X-Asked\":\"yes\"},\"body\":{\"q\":[1]}", method: "post");
        answer.TryGet("status", out RegoValue? status).ShouldBeTrue();
        status!.ToString().ShouldBe("\"200 OK\"");
        Field(answer, "status_code").ShouldBe("200");
        Field(answer, "body").ShouldBe("{\"ok\": 1}");
        Field(answer, "raw_body").ShouldBe("\"{\\\"ok\\\": 1}\"");
        Field(answer, "headers").ShouldContain("\"x-twice\": [\"a\"]");
        server.Seen[0].ShouldStartWith("POST /path?x=1 HTTP/1.1\r\n");
        server.Seen[0].ShouldContain("X-Asked: yes\r\n");
        server.Seen[0].ShouldEndWith("\r\n\r\n{\"q\":[1]}");
    }

    [Fact]
    public void A_body_of_another_type_is_read_only_where_it_is_asked_for()
    {
        using var server = new Loopback("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ntrue");
        Field(Send(server, string.Empty), "body").ShouldBe("null");
        Field(Send(server, ",\"force_json_decode\":true"), "body").ShouldBe("true");
    }

    [Fact]
    public void The_same_request_is_sent_once_in_a_query()
    {
        using var server = new Loopback("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var network = new HttpRegoNetwork(["127.0.0.1"]);
        var context = new BuiltinContext(TimeProvider.System) { Network = network, CurrentName = "http.send" };
        RegoValue request = RegoValue.ParseJson("{\"method\":\"get\",\"url\":\"" + server.Url + "\",\"headers\":{\"Trace\":\"1\"},\"cache_ignored_headers\":[\"Trace\"]}");
        RegoValue again = RegoValue.ParseJson("{\"method\":\"get\",\"url\":\"" + server.Url + "\",\"headers\":{\"Trace\":\"2\"},\"cache_ignored_headers\":[\"Trace\"]}");
        BuiltinRegistry.TryGet("http.send", out Builtin? send).ShouldBeTrue();
        RegoValue? first = send!.Function(context, [request]);
        send.Function(context, [again]).ShouldBe(first);
        server.Seen.Count.ShouldBe(1);
        context.IsNondeterministic.ShouldBeTrue();
    }

    [Fact]
    public void A_redirect_is_followed_only_where_it_is_asked_for_and_only_to_allowed_hosts()
    {
        using var server = new Loopback("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/secret\r\nContent-Length: 0\r\n\r\n");
        Field(Send(server, string.Empty), "status_code").ShouldBe("302");
        Field(Send(server, ",\"enable_redirect\":true,\"raise_error\":false"), "error").ShouldBe("{\"code\": \"eval_http_send_internal_error\", \"message\": \"disallowed host: 169.254.169.254\"}");
    }

    [Fact]
    public void An_answer_that_is_too_long_is_refused()
    {
        using var server = new Loopback("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + new string('x', 2000));
        Field(Send(server, ",\"raise_error\":false", most: 1000), "error").ShouldContain("the answer is longer than 1000 bytes");
    }

    [Fact]
    public void A_server_that_does_not_answer_in_time_is_an_error_that_names_the_request()
    {
        using var server = new Loopback();
        Field(Send(server, ",\"raise_error\":false,\"timeout\":\"50ms\""), "error")
            .ShouldBe("{\"code\": \"eval_http_send_network_error\", \"message\": \"Get \\\"" + server.Url + "\\\": request timed out\"}");
    }

    private static RegoObject Send(Loopback server, string more, string method = "get", int most = 100_000)
    {
        using var network = new HttpRegoNetwork(["127.0.0.1"]) { MaximumBody = most };
        var context = new BuiltinContext(TimeProvider.System) { Network = network, CurrentName = "http.send" };
        BuiltinRegistry.TryGet("http.send", out Builtin? send).ShouldBeTrue();
        RegoValue? answer = send!.Function(context, [RegoValue.ParseJson("{\"method\":\"" + method + "\",\"url\":\"" + server.Url + "\"" + more + "}")]);
        return answer.ShouldBeOfType<RegoObject>(context.LastError?.ToString());
    }

    private static string Field(RegoObject answer, string name) => answer.TryGet(name, out RegoValue? value) ? value.ToString() : "absent";
}
