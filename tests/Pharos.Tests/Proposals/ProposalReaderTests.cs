using System.Text;
using Pharos.Proposals;

namespace Pharos.Tests.Proposals;

public sealed class ProposalReaderTests
{
    private const string Good =
        """{"kind":"command","tool":"Bash","input":{"command":"git status"},"agent":{"id":"claude-1","session":"s1","subagent":null},"workspace":"/srv/app","cwd":"/srv/app","host":{"home":"/home/dev/","user":"dev"},"operationId":"0199a6f0-0000-7000-8000-000000000001","later":"ignored"}""";

    [Fact]
    public void A_whole_proposal_is_read()
    {
        var request = ProposalReader.Read(Encoding.UTF8.GetBytes(Good)).ShouldBeOfType<ProposalReading.Read>().Request;
        request.Kind.ShouldBe(ProposalKind.Command);
        request.Session.ShouldBe("s1");
        request.Subagent.ShouldBeNull();
        request.Host!.Home.ShouldBe("/home/dev");
        request.Operation.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", "proposal.malformed")]
    [InlineData("{", "proposal.malformed")]
    [InlineData("[]", "proposal.malformed")]
    [InlineData("""{"kind":"command","input":{"command":"x"}}""", "proposal.tool")]
    [InlineData("""{"tool":"Bash","input":{"command":"x"}}""", "proposal.kind")]
    [InlineData("""{"kind":"dance","tool":"Bash","input":{"command":"x"}}""", "proposal.kind")]
    [InlineData("""{"kind":"command","tool":"Bash"}""", "proposal.input")]
    [InlineData("""{"kind":"command","tool":"Bash","input":{}}""", "proposal.input")]
    [InlineData("""{"kind":"command","tool":"Bash","input":{"command":7}}""", "proposal.input")]
    [InlineData("""{"kind":"command","tool":7,"input":{"command":"x"}}""", "proposal.type")]
    [InlineData("""{"kind":"command","tool":"Bash","input":[]}""", "proposal.type")]
    [InlineData("""{"kind":"command","tool":"Bash","input":{"command":"x"},"workspace":"relative"}""", "proposal.path")]
    [InlineData("""{"kind":"command","tool":"Bash","input":{"command":"x"},"cwd":"a\u0000b"}""", "proposal.text")]
    [InlineData("""{"kind":"command","tool":"Bash","input":{"command":"x"},"host":{"home":"/h"}}""", "proposal.host")]
    [InlineData("""{"kind":"command","tool":"Bash","input":{"command":"x"},"operationId":"7"}""", "proposal.operation_id")]
    public void A_bad_proposal_is_refused_with_its_code(string json, string code) =>
        ProposalReader.Read(Encoding.UTF8.GetBytes(json)).ShouldBeOfType<ProposalReading.Refused>().Problem.Code.ShouldBe(code);

    [Fact]
    public void Invalid_utf8_is_refused() =>
        ProposalReader.Read([(byte)'{', 0xff, (byte)'}']).ShouldBeOfType<ProposalReading.Refused>().Problem.Code.ShouldBe("proposal.encoding");

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var json = """{"kind":"tool-call","tool":"T","input":{"a":""" + new string('[', 900) + new string(']', 900) + "}}";
        ProposalReader.Read(Encoding.UTF8.GetBytes(json)).ShouldBeOfType<ProposalReading.Refused>().Problem.Code.ShouldBe("proposal.depth");
    }

    [Fact]
    public void Nesting_beyond_the_parser_is_refused()
    {
        var json = new string('[', 200_000);
        ProposalReader.Read(Encoding.UTF8.GetBytes(json)).ShouldBeOfType<ProposalReading.Refused>().Problem.Code.ShouldBe("proposal.malformed");
    }

    [Fact]
    public void No_mutated_proposal_crashes_the_reader()
    {
        var random = new Random(7);
        var good = Encoding.UTF8.GetBytes(Good);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ProposalReader.Read(bytes).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("Bash", ProposalKind.Command)]
    [InlineData("MultiEdit", ProposalKind.FileEdit)]
    [InlineData("NotebookEdit", ProposalKind.FileEdit)]
    [InlineData("Grep", ProposalKind.FileRead)]
    [InlineData("WebSearch", ProposalKind.WebFetch)]
    [InlineData("Agent", ProposalKind.ToolCall)]
    [InlineData("mcp__github__create_issue", ProposalKind.ToolCall)]
    [InlineData("bash", ProposalKind.ToolCall)]
    public void A_tool_has_its_kind(string tool, ProposalKind kind) => ProposalKinds.OfTool(tool).ShouldBe(kind);
}
