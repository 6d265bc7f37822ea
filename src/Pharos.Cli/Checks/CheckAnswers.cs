using System.Globalization;
using Pharos.Proposals;

namespace Pharos.Cli.Checks;

/// <summary>Answers for people, and the answer to what cannot become a proposal.</summary>
internal static class CheckAnswers
{
    /// <summary>What never became a proposal is denied, never allowed.</summary>
    public static Answer Refusal(Problem problem, string policyVersion, TimeProvider clock) => new()
    {
        Id = new ProposalId(Guid.CreateVersion7(clock.GetUtcNow())),
        Decision = Decision.Deny,
        IsEnforced = true,
        Mode = WorkspaceMode.Enforce,
        Tier = Tier.Facts,
        Rule = problem.Code,
        Reason = problem.Message,
        PolicyVersion = policyVersion,
    };

    /// <summary>Prints an answer: the decision alone on the first line, then why.</summary>
    public static void Print(TextWriter output, Answer answer)
    {
        output.WriteLine(AnswerNames.Of(answer.Decision));
        output.WriteLine(SecretMask.Mask(answer.Reason));
        foreach (var evidence in answer.Evidence)
        {
            output.WriteLine($"  {SecretMask.Mask(evidence.Segment)}  ({evidence.Why})");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rule {answer.Rule} · policies {answer.PolicyVersion} · {answer.ElapsedMicroseconds} µs"));
    }
}
