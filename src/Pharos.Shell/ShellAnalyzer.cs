using Pharos.Shell.Effects;
using Pharos.Shell.Syntax;
using Pharos.Shell.Walk;

namespace Pharos.Shell;

/// <summary>
/// Says what a shell script would do: the commands that would run, their effects and the flows between them. Pure and safe to use from several threads;
/// the disk is seen only through <see cref="ShellContext.Files"/>.
/// </summary>
/// <param name="limits">How much work one analysis may be; <see cref="ShellLimits.Default"/> when absent.</param>
public sealed class ShellAnalyzer(ShellLimits? limits = null)
{
    private readonly ShellLimits _limits = limits ?? ShellLimits.Default;
    private readonly CommandEffects _effects = new();

    /// <summary>Analyses a script as POSIX sh and bash would read it.</summary>
    /// <param name="script">The text that would be given to a shell.</param>
    /// <param name="context">Where it would run.</param>
    public ShellAnalysis Analyze(string script, ShellContext context)
    {
        if (script.Length > _limits.MaximumScriptCharacters)
        {
            return new ShellAnalysis { Parsed = false, Unknowns = [new Unknown(new SourceSpan(0, script.Length), "the script is longer than is analysed")] };
        }

        var parsed = ShellParser.Parse(script, _limits);
        var walk = new ScriptWalk(script, context, _limits, _effects);
        walk.Note(parsed.Errors);
        walk.Note(parsed.Doubts);
        if (SuspiciousCharacters.InScript(script) is { } suspicious)
        {
            walk.Note([suspicious]);
        }

        walk.Run(parsed.Body);
        return walk.Conclude(parsed.Errors.Count == 0);
    }

    /// <summary>Whether a text is a script as bash reads it: the part of <see cref="Analyze"/> before anything is followed.</summary>
    /// <param name="script">The text that would be given to a shell.</param>
    public bool Accepts(string script) => script.Length <= _limits.MaximumScriptCharacters && ShellParser.Parse(script, _limits).Errors.Count == 0;

    /// <summary>Analyses a program that is started directly, without a shell: its arguments are what they are.</summary>
    /// <param name="argv">The program and its arguments.</param>
    /// <param name="context">Where it would run.</param>
    public ShellAnalysis AnalyzeArguments(IReadOnlyList<string> argv, ShellContext context)
    {
        if (argv.Count == 0)
        {
            return new ShellAnalysis { Parsed = false, Unknowns = [new Unknown(default, "there is no program")] };
        }

        var length = 0L;
        var words = new List<ShellWord>(argv.Count);
        foreach (var argument in argv)
        {
            // Positions are those in the arguments joined by blanks, the only text there is.
            words.Add(ShellWord.Known(argument, new SourceSpan((int)length, (int)length + argument.Length)));
            length += argument.Length + 1;
            if (length > _limits.MaximumScriptCharacters)
            {
                return new ShellAnalysis { Parsed = false, Unknowns = [new Unknown(new SourceSpan(0, (int)length), "the arguments are longer than is analysed")] };
            }
        }

        var walk = new ScriptWalk(string.Join(' ', argv), context, _limits, _effects);
        walk.RunArguments(words);
        return walk.Conclude(true);
    }
}
