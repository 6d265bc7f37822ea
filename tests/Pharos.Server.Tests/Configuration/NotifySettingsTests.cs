using System.Text;
using Pharos.Review;
using Pharos.Server.Configuration;

namespace Pharos.Server.Tests.Configuration;

public sealed class NotifySettingsTests
{
    private const string Secret = "sixteen letters or more";

    [Fact]
    public void A_recipient_is_read_whole()
    {
        var recipient = Read("name: ann\n      webhook: https://hooks.example/ann\n      secretVariable: ANN\n      minRisk: medium\n      kinds: command, tool-call\n      level: 2\n      quietHours: 22:00-07:00 Europe/Berlin")
            .ShouldBeOfType<ConfigurationOutcome.Loaded>().Configuration.Notify.ShouldHaveSingleItem();
        (recipient.Audience.Recipient, recipient.Audience.MinimumRisk, recipient.Audience.Level).ShouldBe(("ann", ReviewRisk.Medium, 2));
        recipient.Audience.Kinds.ShouldBe(["command", "tool-call"]);
        recipient.Audience.Quiet!.Zone.Id.ShouldBe("Europe/Berlin");
        recipient.Secret.Read(new DataFolder("/nowhere")).ShouldBe(Encoding.UTF8.GetBytes(Secret));
        recipient.ToString().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("name: a b", "notify.recipients[0].name")]
    [InlineData("name: ann\n      webhook: http://hooks.example/ann\n      secretVariable: ANN", "notify.recipients[0].webhook")]
    [InlineData("name: ann\n      webhook: https://u:p@hooks.example/ann\n      secretVariable: ANN", "notify.recipients[0].webhook")]
    [InlineData("name: ann\n      webhook: https://hooks.example/ann\n      secretVariable: SHORT", "notify.recipients[0].secretVariable")]
    [InlineData("name: ann\n      webhook: https://hooks.example/ann\n      secretVariable: ABSENT", "notify.recipients[0].secretVariable")]
    [InlineData("name: ann\n      webhook: https://hooks.example/ann", "notify.recipients[0]")]
    [InlineData("name: ann\n      webhook: https://hooks.example/ann\n      secretVariable: ANN\n      quietHours: at night", "notify.recipients[0].quietHours")]
    [InlineData("name: ann\n      webhook: https://hooks.example/ann\n      secretVariable: ANN\n      kinds: commands", "notify.recipients[0].kinds")]
    [InlineData("name: ann\n      webhook: https://hooks.example/ann\n      secretVariable: ANN\n      level: -1", "notify.recipients[0].level")]
    public void What_is_wrong_is_named_and_never_shows_an_address_or_a_secret(string recipient, string path)
    {
        var problem = Read(recipient).ShouldBeOfType<ConfigurationOutcome.Invalid>().Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.ToString().ShouldNotContain("hooks.example");
        problem.ToString().ShouldNotContain("too short");
    }

    [Fact]
    public void A_secret_that_others_can_read_stops_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-");
        try
        {
            var file = Path.Combine(folder.FullName, "ann.secret");
            File.WriteAllText(file, Secret + "\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            var secret = new WebhookSecret(null, "ann.secret");
            Should.Throw<ServerStartException>(() => secret.Read(new DataFolder(folder.FullName))).Code.ShouldBe("notify.secret");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            secret.Read(new DataFolder(folder.FullName)).ShouldBe(Encoding.UTF8.GetBytes(Secret));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ConfigurationOutcome Read(string recipient) => ConfigurationReader.Read(
        $"notify:\n  recipients:\n    - {recipient}\n", "test", new Dictionary<string, string> { ["ANN"] = Secret, ["SHORT"] = "too short" }, []);
}
