using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Completions;

/// <summary><c>completions</c>: a script for the shell; what can follow is asked of the program itself, so it never differs from it.</summary>
internal sealed class CompletionsCommand : ICommandSpecification
{
    private const string Bash =
        """
        _pharos() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _pharos pharos ./pharos
        """;

    private const string Zsh =
        """
        #compdef pharos
        _pharos() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -a found
        }
        compdef _pharos pharos
        """;

    private const string Fish =
        """
        complete -c pharos -f -a '(set -l line (commandline -cp); pharos "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new DocumentedCommand(
            "completions",
            "Print a completion script for a shell",
            "pharos completions bash > ~/.local/share/bash-completion/completions/pharos",
            "pharos completions fish > ~/.config/fish/completions/pharos.fish")
        {
            _shell,
        };
        command.SetAction(parse =>
        {
            var call = new CommandCall(parse, common);
            call.Output.WriteLine(call.Value(_shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return ExitCode.Ok;
        });
        return command;
    }
}
