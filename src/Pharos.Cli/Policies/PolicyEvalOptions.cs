using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Pharos.Rego.Tracing;

namespace Pharos.Cli.Policies;

/// <summary>What <c>policy eval</c> can be asked for.</summary>
internal sealed class PolicyEvalOptions
{
    public Option<string[]> Load { get; } = new("--load", "-d")
    {
        Description = "Policy or data file, or a folder of them; may be given again (default: the built-in policies)",
        HelpName = "PATH",
        DefaultValueFactory = _ => [],
    };

    public Option<string?> Input { get; } = new("--input", "-i") { Description = "JSON or YAML file for \"input\"; - reads standard input", HelpName = "FILE" };

    public Option<bool> StandardInput { get; } = new("--stdin-input", "-I") { Description = "Read \"input\" from standard input" };

    public Option<bool> Fail { get; } = new("--fail") { Description = "Exit with 1 when the query is undefined" };

    public Option<bool> FailDefined { get; } = new("--fail-defined") { Description = "Exit with 1 when the query is defined" };

    public Option<string> Format { get; } = new("--format", "-f")
    {
        Description = "json: opa's result document; values, bindings: only those; pretty: for people; raw: the values alone, one a line, texts unquoted",
        DefaultValueFactory = _ => "json",
    };

    public Option<string> Explain { get; } = new("--explain") { Description = "Show what was evaluated", DefaultValueFactory = _ => "off" };

    public Option<bool> Profile { get; } = new("--profile") { Description = "Show the ten most expensive expressions" };

    public Option<bool> Coverage { get; } = new("--coverage") { Description = "Report which rows were evaluated" };

    public Option<bool> Metrics { get; } = new("--metrics") { Description = "Report how long compiling and evaluating took" };

    public Option<bool> Partial { get; } = new("--partial", "-p") { Description = "Evaluate only what does not need the unknowns, and print what remains" };

    public Option<string[]> Unknowns { get; } = new("--unknowns", "-u")
    {
        Description = "Reference that is not known in --partial; may be given again (default: input)", HelpName = "REF", DefaultValueFactory = _ => [],
    };

    public Option<string[]> DisableInlining { get; } = new("--disable-inlining") { Description = "Rule that stays a rule of its own in --partial", HelpName = "REF", DefaultValueFactory = _ => [] };

    public Option<bool> Shallow { get; } = new("--shallow-inlining") { Description = "Keep every rule that needs an unknown a rule of its own in --partial" };

    public Option<bool> Strict { get; } = new("--strict-builtin-errors") { Description = "Let an error of a builtin fail the query" };

    public Option<bool> V0 { get; } = new("--v0-compatible") { Description = "Read modules and the query as Rego before OPA 1.0" };

    public Option<bool> Experiments { get; } = PolicyDialect.ExperimentalKeywords();

    public Argument<string> Query { get; } = new("QUERY") { Description = "A reference or a query" };

    /// <summary>Adds everything to a command.</summary>
    public void AddTo(Command command)
    {
        Format.AcceptOnlyFromAmong("json", "pretty", "raw", "values", "bindings");
        Explain.AcceptOnlyFromAmong("off", "notes", "fails", "full", "debug");
        Option[] options = [Load, Input, StandardInput, Fail, FailDefined, Format, Explain, Profile, Coverage, Metrics, Partial, Unknowns, DisableInlining, Shallow, Strict, V0, Experiments];
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.Add(Query);
    }

    /// <summary>The events asked for; null for none.</summary>
    public ExplainMode? Mode(CommandCall call) => call.Value(Explain) switch
    {
        "notes" => ExplainMode.Notes,
        "fails" => ExplainMode.Fails,
        "full" => ExplainMode.Full,
        "debug" => ExplainMode.Debug,
        _ => null,
    };
}
