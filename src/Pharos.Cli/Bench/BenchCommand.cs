using System.CommandLine;
using Pharos.Cli.Bench.Elicitations;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Bench;

/// <summary><c>bench</c>: measures this build on this machine. Every figure stands beside a baseline of the same run, because machines differ.</summary>
internal sealed class BenchCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common) => new DocumentedCommand("bench", "Measure this build on this machine")
    {
        new BenchGateCommand().Build(common),
        new BenchHookCommand().Build(common),
        new BenchLogCommand().Build(common),
        new BenchHttpCommand().Build(common),
        new BenchReviewCommand().Build(common),
        new BenchElicitationCommand().Build(common),
        new BenchRegoCommand().Build(common),
        new BenchTrainCommand().Build(common),
        new BenchProxyCommand().Build(common),
        new HttpBareCommand().Build(common),
        new BareElicitationCommand().Build(common),
        new ProxyServerCommand().Build(common),
    };
}
