using Pharos.Gate.Definitions;
using Pharos.Gate.Facts.Tools;
using Pharos.Proposals;
using Pharos.Shell;

namespace Pharos.Gate.Facts.Texts;

/// <summary>Facts of a tool's description: what is in it that is not meant for the user, and whether it changed since it was approved.</summary>
internal static class DefinitionFacts
{
    /// <summary>What a definition holds.</summary>
    public static ProposalFacts Of(Proposal proposal, DefinitionSight? sight)
    {
        var signs = new List<TextSign>();
        var texts = ArgumentTexts.Of(proposal.Input);
        foreach (var (name, text) in texts)
        {
            if (signs.Count < TextSigns.Maximum)
            {
                signs.AddRange(TextSigns.Find(text, name.Length == 0 ? "definition" : name, withSecrets: false));
            }
        }

        // The names of arguments are read like their descriptions. Each is a sentence of its own.
        signs.AddRange(TextSigns.Find(string.Join(". ", ArgumentTexts.NamesOf(proposal.Input)), "names", withSecrets: false));
        var called = CalledTool.Of(proposal.Tool, proposal.Annotations);
        var unknowns = new List<Unknown>();
        if (called is null)
        {
            unknowns.Add(new Unknown(default, "A definition is of a tool of a server: mcp__SERVER__TOOL."));
        }

        if (texts.Count > ArgumentTexts.Maximum)
        {
            unknowns.Add(new Unknown(default, $"The definition has more than the {ArgumentTexts.Maximum} texts that are looked at."));
        }

        return new ProposalFacts
        {
            IsParsed = true,
            Signs = signs.Count > TextSigns.Maximum ? signs[..TextSigns.Maximum] : signs,
            Unknowns = unknowns,
            Tool = called,
            Definition = SeenDefinition.Of(proposal, sight ?? DefinitionSight.Never),
        };
    }
}
