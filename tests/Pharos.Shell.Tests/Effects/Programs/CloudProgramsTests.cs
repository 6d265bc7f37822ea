using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Programs;

public sealed class CloudProgramsTests
{
    [Theory]
    [InlineData("doctl compute droplet create list")]
    [InlineData("az vm start --name show")]
    [InlineData("aws ec2 run-instances --image-id ami-1")]
    [InlineData("aws s3 sync . s3://bucket")]
    [InlineData("heroku apps:destroy web")]
    [InlineData("terraform destroy -auto-approve")]
    public void What_changes_a_service_is_no_look_whatever_things_are_called(string line) =>
        Reads.Line(line).Effects.ShouldContain(static effect => effect.Kind == EffectKind.ChangeRemote || effect.Certainty == Certainty.Unknown);

    [Theory]
    [InlineData("aws ec2 describe-instances --output table")]
    [InlineData("aws s3 rm s3://bucket/key --dryrun")]
    [InlineData("aws backup list-backup-jobs")]
    [InlineData("gh issue list --state open")]
    [InlineData("az network vnet list")]
    public void Looking_at_a_service_changes_nothing(string line) =>
        Reads.Line(line).Effects.ShouldAllBe(static effect => effect.Kind == EffectKind.Network);

    [Theory]
    [InlineData("gcloud auth print-access-token")]
    [InlineData("aws sts assume-role --role-arn x")]
    [InlineData("az keyvault secret show --name x")]
    public void A_command_that_prints_a_credential_shows_a_secret(string line) =>
        Reads.Line(line).Effects.ShouldContain(static effect => effect.Kind == EffectKind.ExposeSecret);

    [Fact]
    public void An_option_of_what_runs_elsewhere_is_no_rehearsal() =>
        Reads.Line("heroku run rm -r / --dry-run").Effects.ShouldContain(static effect => effect.Certainty == Certainty.Unknown);

    [Fact]
    public void Options_of_a_harmless_program_hold_for_its_subcommands_too() =>
        Reads.Line("prowler aws --output-directory ../out").Effects().ShouldContain("Write Certain /out");

    [Theory]
    [InlineData("kubectl port-forward svc/web 8080:80", Certainty.Possible)]
    [InlineData("kubectl port-forward svc/web 8080:80 --address 127.0.0.1", Certainty.Possible)]
    [InlineData("kubectl port-forward svc/web 8080:80 --address 0.0.0.0", Certainty.Certain)]
    public void A_forwarded_port_is_open_to_others_only_where_an_address_says_so(string line, Certainty certainty) =>
        Reads.Line(line).Effects.ShouldContain(effect => effect.Kind == EffectKind.Listen && effect.Certainty == certainty);
}
