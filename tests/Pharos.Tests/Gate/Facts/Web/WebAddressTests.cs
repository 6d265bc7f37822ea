using Pharos.Gate.Facts;
using Pharos.Gate.Facts.Web;

namespace Pharos.Tests.Gate.Facts.Web;

public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://example.com/a?b=c", "https", "example.com", AddressClass.Public)]
    [InlineData("HTTPS://Example.COM:8443/", "https", "example.com", AddressClass.Public)]
    [InlineData("localhost:3000", "", "localhost", AddressClass.Loopback)]
    [InlineData("http://[::1]:80/x", "http", "[::1]", AddressClass.Loopback)]
    [InlineData("https://example.com@127.0.0.1/", "https", "127.0.0.1", AddressClass.Loopback)]
    [InlineData("https://example.com:80@169.254.169.254/latest", "https", "169.254.169.254", AddressClass.Metadata)]
    [InlineData("http://127.0.0.1\\@example.com/", "http", "127.0.0.1", AddressClass.Loopback)]
    [InlineData("http:/\\/127.0.0.1", "http", "127.0.0.1", AddressClass.Loopback)]
    [InlineData("http://local\thost/", "http", "localhost", AddressClass.Loopback)]
    [InlineData("http:127.0.0.1/", "", "http", AddressClass.LocalName)]
    [InlineData("s3://bucket/key", "s3", "bucket", AddressClass.Public)]
    [InlineData("//169.254.169.254/x", "", "169.254.169.254", AddressClass.Metadata)]
    [InlineData("example.com", "", "example.com", AddressClass.Public)]
    [InlineData("gopher://example.com:6379/_x", "gopher", "example.com", AddressClass.Public)]
    [InlineData("data:text/html,x", "data", "text", AddressClass.Unknown)]
    [InlineData("http://example.com#@127.0.0.1/", "http", "example.com", AddressClass.Public)]
    public void The_host_that_is_reached_is_read(string url, string scheme, string host, AddressClass expected)
    {
        var address = WebAddress.Of(url);
        address.Scheme.ShouldBe(scheme);
        address.Host.ShouldBe(host);
        address.Class.ShouldBe(expected);
        WebAddress.ClassOf(url).ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://user:pw@example.com/", WebSigns.User)]
    [InlineData("http://0x7f.1/", WebSigns.Spelling)]
    [InlineData("http://2130706433/", WebSigns.Spelling)]
    [InlineData("http://ⓔxample.com/", WebSigns.Spelling)]
    [InlineData("https://example.com/go?url=http%3A%2F%2F169.254.169.254%2Flatest", WebSigns.PrivateRedirect)]
    [InlineData("https://example.com/go?next=//127.0.0.1/admin", WebSigns.PrivateRedirect)]
    [InlineData("https://example.com/go?u=http%253A%252F%252Flocalhost%252F", WebSigns.PrivateRedirect)]
    [InlineData("https://example.com/?d=REJfUEFTU1dPUkQ9aHVudGVyMiBVU0VSPXJvb3QgSE9TVD1kYg==", WebSigns.EncodedData)]
    [InlineData("https://example.com/?d=44425f50415353574f52443d68756e74657232205553455220", WebSigns.EncodedData)]
    [InlineData("https://REJfUEFTU1dPUkQ9aHVudGVyMiBVU0VSPXJvb3QgSE9TVD1kYg.example.com/", WebSigns.EncodedData)]
    public void What_is_unusual_is_named(string url, string sign) => WebAddress.Of(url).Signs.ShouldContain(sign);

    [Fact]
    public void A_long_query_is_named() => WebAddress.Of("https://example.com/?q=" + new string('a', 500)).Signs.ShouldContain(WebSigns.LongQuery);

    [Fact]
    public void A_secret_in_the_address_is_named()
    {
        var token = "ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17";
        WebAddress.Of("https://example.com/?token=" + token).Signs.ShouldContain(WebSigns.Secret);
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("https://github.com/dotnet/runtime/commit/3f2a9c7b1e8d4056a7c3b9e1f0d284563f2a9c7b")]
    [InlineData("https://api.example.com/v1/search?q=rego%20else%20keyword&limit=20&ref=3f2a9c7b1e8d4056a7c3b9e1f0d284563f2a9c7b")]
    [InlineData("https://example.com/go?url=https%3A%2F%2Fexample.org%2F")]
    [InlineData("https://www.youtube.com/watch?v=dQw4w9WgXcQ")]
    [InlineData("https://learn.microsoft.com/en-us/dotnet/api/system.net.ipaddress?view=net-10.0")]
    public void Ordinary_addresses_have_no_signs(string url) => WebAddress.Of(url).Signs.ShouldBeEmpty();
}
