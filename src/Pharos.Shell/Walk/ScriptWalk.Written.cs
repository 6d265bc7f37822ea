using Pharos.Shell.Effects;

namespace Pharos.Shell.Walk;

/// <summary>What commands put into files, where the script itself holds the text: a file that is written this way can be looked into like one that an editor writes.</summary>
internal sealed partial class ScriptWalk
{
    /// <summary>Most files whose text is kept; more are written all the same, and their effects say so.</summary>
    private const int MaximumWritten = 32;

    private List<WrittenText> Written()
    {
        var written = new List<WrittenText>();
        foreach (var command in _commands)
        {
            if (TargetsOf(command) is { Count: > 0 } targets && TextOf(command) is { } text)
            {
                foreach (var target in targets)
                {
                    Keep(written, PathText.Follow(command.WorkingDirectory, target, Context.Files), text, command.Index);
                }
            }
        }

        return written;
    }

    // Several commands of a group write one file after the other.
    private static void Keep(List<WrittenText> written, string path, string text, int command)
    {
        var at = written.FindIndex(earlier => earlier.Path == path);
        if (at >= 0)
        {
            written[at] = new WrittenText(path, written[at].Text + "\n" + text, command);
        }
        else if (written.Count < MaximumWritten)
        {
            written.Add(new WrittenText(path, text, command));
        }
    }

    private static List<string>? TargetsOf(ShellCommand command)
    {
        List<string>? targets = null;
        foreach (var redirect in command.Redirects)
        {
            if (redirect.Operator is ">" or ">>" or ">|" or "&>" or "&>>" && redirect.Descriptor == 1 && redirect.Target.IsKnown && redirect.Target.Text.Length > 0)
            {
                (targets ??= []).Add(redirect.Target.Text);
            }
        }

        if (NameOf(command) == "tee")
        {
            foreach (var word in command.Arguments)
            {
                if (word.IsKnown && !word.Text.StartsWith('-') && word.Text.Length > 0)
                {
                    (targets ??= []).Add(word.Text);
                }
            }
        }

        return targets is null || targets.TrueForAll(static target => target.StartsWith("/dev/", StringComparison.Ordinal)) ? null : targets;
    }

    private string? TextOf(ShellCommand command)
    {
        var isPassing = NameOf(command) == "tee" || (NameOf(command) == "cat" && (command.Arguments.Count == 0 || command.Arguments is [{ Text: "-" }]));
        List<ShellRedirect> inputs = [.. command.Redirects.Where(static redirect => redirect.Operator[0] == '<' && redirect.Descriptor == 0)];
        if (isPassing && inputs is [.., { Operator: "<<" or "<<-" or "<<<" } document])
        {
            return document.Target.Text;
        }

        var plain = isPassing ? command with { Program = ShellWord.Known("cat", command.Program.Span), Arguments = [], Redirects = inputs } : command with { Redirects = inputs };
        var output = Output(plain, out _);
        return output.IsKnown ? output.Text : null;
    }

    private static string NameOf(ShellCommand command) => command.Program.Text[(command.Program.Text.LastIndexOf('/') + 1)..];
}
