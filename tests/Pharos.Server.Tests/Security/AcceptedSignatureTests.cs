using System.Net;
using Pharos.Server.Tests.Collaborations;
using Pharos.Server.Tests.Tasks;

namespace Pharos.Server.Tests.Security;

public sealed class AcceptedSignatureTests(AcceptedSignatureTests.LenientServer server) : IClassFixture<AcceptedSignatureTests.LenientServer>
{
    public sealed class LenientServer : TestServer
    {
        protected override string Configuration => base.Configuration + "\nexperts:\n  signatures: accepted\n";
    }

    [Fact]
    public async Task Where_signatures_are_only_accepted_a_judgement_needs_none_and_a_task_still_does()
    {
        var token = await server.ExpertAsync("lenient");
        var started = await server.AsAsync("lenient-driver", "POST", "/api/collaborations", """{"kind":"pair","mode":"review","objective":"x","participants":[{"agent":"lenient"}]}""");
        using var accepted = await server.SendAsync("POST", $"/api/collaborations/{started.GetProperty("id").GetString()}/accept", token, "{}");
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var inbox = await server.SendAsync("GET", "/api/experts/me/inbox", token);
        (await TestServer.CodeAsync(inbox)).ShouldBe("signature.missing");
    }
}
