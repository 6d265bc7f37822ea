using System.Security.Cryptography;
using System.Text;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Review;

/// <summary>
/// Recognises equal questions: same agent, session, tool, input, place, account, policies, and the same look of every file that was looked at. The hash is keyed, because inputs may
/// hold secrets and the record must not help guessing them.
/// </summary>
/// <param name="key">The key.</param>
public sealed class QuestionKeys(ReadOnlyMemory<byte> key)
{
    /// <summary>The hexadecimal key of a question.</summary>
    public string Of(GateVerdict verdict, Proposal proposal)
    {
        var question = RegoObject.Of(
            ("kind", RegoString.Of(ProposalKinds.NameOf(proposal.Kind))),
            ("tool", RegoString.Of(proposal.Tool)),
            ("input", proposal.Kind == ProposalKind.Command ? WithoutDescription(proposal.Input) : proposal.Input),
            ("annotations", proposal.Annotations),
            ("agent", RegoString.Of(proposal.Agent.Id)),
            // An administrator that speaks for an agent neither uses up that agent's approvals nor puts a question of its own into a review that it may judge.
            ("proposer", RegoString.Of(proposal.Proposer ?? proposal.Agent.Id)),
            ("session", RegoString.Of(proposal.Agent.Session ?? "")),
            ("subagent", RegoString.Of(proposal.Agent.Subagent ?? "")),
            ("root", RegoString.Of(proposal.Workspace.Root)),
            ("profile", RegoString.Of(WorkspaceNames.Of(proposal.Workspace.Profile))),
            ("cwd", RegoString.Of(proposal.WorkingDirectory)),
            ("home", RegoString.Of(proposal.Host.Home)),
            ("user", RegoString.Of(proposal.Host.User)),
            ("policies", RegoString.Of(verdict.Answer.PolicyVersion)),
            ("rule", RegoString.Of(verdict.Answer.Rule)),
            // What saw more than can be held is never the same question again.
            ("seen", RegoString.Of(verdict.Seen?.Digest() ?? proposal.Id.ToString())));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes(question.ToJson())));
    }

    // Agents say with each command what it is for, in other words every time. It is for people to read and does nothing.
    private static RegoObject WithoutDescription(RegoObject input)
    {
        var kept = new RegoObject.Builder(input.Count);
        foreach (var (name, value) in input)
        {
            if (name is not RegoString { Value: "description" })
            {
                kept.Set(name, value);
            }
        }

        return kept.Build();
    }
}
