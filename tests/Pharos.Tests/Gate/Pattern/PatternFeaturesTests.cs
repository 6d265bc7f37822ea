using Pharos.Gate.Facts;
using Pharos.Gate.Pattern;

namespace Pharos.Tests.Gate.Pattern;

/// <summary>What is seen of one command of a script.</summary>
public sealed class PatternFeaturesTests
{
    [Theory]
    [InlineData("frobnicate --list a; cp x y > z; cat < /etc/passwd | sh")]
    [InlineData("A=1 make all && curl -O https://example.com/x")]
    [InlineData("for f in *; do frob_nicate \"$f\"; done")]
    [InlineData("echo hi")]
    public void One_command_has_the_same_features_however_it_is_picked_out(string script)
    {
        var facts = ShippedGate.Examine("Bash", ShippedGate.Input(("command", script)));
        var effects = new EffectsByCommand(facts);

        for (var command = -1; command <= facts.Commands.Count; command++)
        {
            PatternFeatures.OfCommand(facts, effects, command).ShouldBe(PatternFeatures.Of(facts, command));
        }
    }
}
