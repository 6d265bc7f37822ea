using System.Text;

namespace Pharos.Shell.Effects;

/// <summary>
/// Reads a block of a program file. <c>names : operands ! effects</c> stands on the first line; below it, indented, words that begin with a dash are options,
/// <c>@trait</c>, <c>&amp;reader</c> and <c>$shared</c> options, and any other line is a subcommand with the same shape, indented further.
/// The subcommands of a <c>@harmless</c> row are harmless too and have its options.
/// docs/guide/programs.md describes the notation. A mistake in a file is a bug and throws; a test compiles every block.
/// </summary>
internal static class ProgramReader
{
    /// <summary>Shared options may name shared options; nothing nests deeper than this.</summary>
    private const int DeepestShared = 8;

    /// <summary>The row that a block describes.</summary>
    public static ProgramEntry Program(ProgramBlock block)
    {
        var lines = block.Lines();
        var at = 0;
        return Row(block, lines, ref at, "");
    }

    private static ProgramEntry Row(ProgramBlock block, IReadOnlyList<string> lines, ref int at, string inherited)
    {
        var indent = Indent(lines[at]);
        var (names, operands, does) = Head(lines[at++]);
        // What a row says itself comes last, so that it wins over what it inherits.
        var options = new StringBuilder(inherited);
        var entry = new ProgramEntry(names, operands, "", does) { Traits = inherited.Length > 0 ? Traits.Harmless : Traits.None };
        List<ProgramEntry>? subcommands = null;
        while (at < lines.Count && Indent(lines[at]) > indent)
        {
            if (!IsAttributes(lines[at]))
            {
                // Programs that vouch for options they do not list take them before and after the subcommand.
                var handed = (entry.Traits & Traits.Harmless) == Traits.None ? "" : options + " ";
                (subcommands ??= []).Add(Row(block, lines, ref at, handed));
                continue;
            }

            foreach (var word in lines[at++].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                entry = Attribute(block, entry, word, options);
            }
        }

        return entry with { Options = options.ToString(), Subcommands = subcommands };
    }

    private static ProgramEntry Attribute(ProgramBlock block, ProgramEntry entry, string word, StringBuilder options)
    {
        switch (word[0])
        {
            case '@':
                return entry with { Traits = entry.Traits | SpecNotation.TraitOf(word[1..]) };
            case '&':
                return ProgramReaders.Raw(word[1..]) is { } raw ? entry with { Raw = raw } : entry with { After = ProgramReaders.After(word[1..]) };
            case '$':
                Shared(word, options, 0);
                return entry;
            case '-' or '+':
                options.Append(word).Append(' ');
                return entry;
            default:
                throw new InvalidOperationException($"{block.File}: '{word}' among the options of '{entry.Names}' is neither an option, a @trait, a &reader nor $shared options.");
        }
    }

    private static void Shared(string name, StringBuilder options, int depth)
    {
        if (depth > DeepestShared || !Catalogue.Blocks.TryGetValue(name, out var block))
        {
            throw new InvalidOperationException($"The shared options '{name}' do not exist or name themselves.");
        }

        foreach (var word in block.Lines().Skip(1).SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (word[0] == '$')
            {
                Shared(word, options, depth + 1);
            }
            else
            {
                options.Append(word).Append(' ');
            }
        }
    }

    private static (string Names, string Operands, string Does) Head(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var effects = Array.IndexOf(words, "!");
        var head = effects < 0 ? words : words[..effects];
        var colon = Array.IndexOf(head, ":");
        var names = colon < 0 ? head : head[..colon];
        return (
            names is ["()"] ? "" : string.Join(' ', names),
            colon < 0 ? "" : string.Join(' ', head[(colon + 1)..]),
            effects < 0 ? "" : string.Join(' ', words[(effects + 1)..]));
    }

    private static bool IsAttributes(string line) => line.AsSpan().TrimStart()[0] is '-' or '+' or '@' or '&' or '$';

    private static int Indent(string line) => line.Length - line.AsSpan().TrimStart().Length;
}
