using Pharos.Gate.Facts.Tools;
using Pharos.Proposals;
using Pharos.Shell;

namespace Pharos.Gate.Facts.Texts;

/// <summary>Facts of what a tool answered: it does nothing, but a model reads it.</summary>
internal static class ResultFacts
{
    /// <summary>What is in a result.</summary>
    public static ProposalFacts Of(Proposal proposal)
    {
        var signs = new List<TextSign>();
        var texts = ArgumentTexts.Of(proposal.Input);
        foreach (var (name, text) in texts)
        {
            if (signs.Count < TextSigns.Maximum)
            {
                signs.AddRange(TextSigns.Find(text, name, withSecrets: true));
            }
        }

        return new ProposalFacts
        {
            IsParsed = true,
            Signs = signs.Count > TextSigns.Maximum ? signs[..TextSigns.Maximum] : signs,
            Unknowns = texts.Count > ArgumentTexts.Maximum ? [new Unknown(default, $"The result has more than the {ArgumentTexts.Maximum} texts that are looked at.")] : [],
            Tool = CalledTool.Of(proposal.Tool, proposal.Annotations),
        };
    }
}
