using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Pharos.Cli.Invocation;

/// <summary>The framework's help, followed by the command's examples.</summary>
internal sealed class ExampleHelp(HelpAction framework) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives every help option below a command the examples.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new ExampleHelp((HelpAction)option.Action!);
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        // The framework names the program after its file; people start it through the script.
        var real = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var code = framework.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = real;
        real.Write(text.ToString().Replace(RootCommand.ExecutableName, "pharos", StringComparison.Ordinal));
        if (parseResult.CommandResult.Command is DocumentedCommand { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return code;
    }
}
