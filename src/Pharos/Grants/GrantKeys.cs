using System.Security.Cryptography;
using System.Text;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Grants;

/// <summary>
/// Recognises the question that was granted, whoever asks it: kind, tool, input, place, account, the rule that leaves it open, what it would do, and the texts of what it runs.
/// The hash is keyed, because inputs may hold secrets and the record must not help guessing them.
/// </summary>
/// <param name="key">The key.</param>
public sealed class GrantKeys(ReadOnlyMemory<byte> key)
{
    private static readonly RegoString Exists = RegoString.Of("exists");

    // Agents say with each command what it is for, in other words every time. It is for people to read and does nothing.
    private static readonly RegoString Description = RegoString.Of("description");

    /// <summary>The hexadecimal key of a question.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="facts">What it would do, unmasked.</param>
    /// <param name="rule">The rule that left it open.</param>
    /// <param name="seen">Digest of what of the disk belongs to the question.</param>
    public string Of(Proposal proposal, RegoValue facts, string rule, string seen)
    {
        var question = RegoObject.Of(
            ("kind", RegoString.Of(ProposalKinds.NameOf(proposal.Kind))),
            ("tool", RegoString.Of(proposal.Tool)),
            ("input", proposal.Kind == ProposalKind.Command ? Without(proposal.Input, Description) : proposal.Input),
            ("annotations", proposal.Annotations),
            ("root", RegoString.Of(proposal.Workspace.Root)),
            ("profile", RegoString.Of(WorkspaceNames.Of(proposal.Workspace.Profile))),
            ("cwd", RegoString.Of(proposal.WorkingDirectory)),
            ("home", RegoString.Of(proposal.Host.Home)),
            ("user", RegoString.Of(proposal.Host.User)),
            ("local", RegoBoolean.Of(proposal.IsLocalDisk)),
            ("rule", RegoString.Of(rule)),
            ("facts", WithoutExistence(facts)),
            ("seen", RegoString.Of(seen)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes(question.ToJson())));
    }

    // What is granted again has often made its file the first time; that the file is there now must not make it another question.
    private static RegoValue WithoutExistence(RegoValue value) => value switch
    {
        RegoArray array => RegoArray.From(array.Select(WithoutExistence)),
        RegoObject map => Without(map, Exists, WithoutExistence),
        _ => value,
    };

    private static RegoObject Without(RegoObject map, RegoString member, Func<RegoValue, RegoValue>? change = null)
    {
        var kept = new RegoObject.Builder(map.Count);
        foreach (var (name, value) in map)
        {
            if (!name.Equals(member))
            {
                kept.Set(name, change?.Invoke(value) ?? value);
            }
        }

        return kept.Build();
    }
}
