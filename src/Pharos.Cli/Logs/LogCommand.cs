using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Logs;

/// <summary><c>log</c>: read the record and check that nobody changed it.</summary>
internal sealed class LogCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common) => new DocumentedCommand("log", "Read the event log, verify its chain, erase from it")
    {
        new LogTailCommand().Build(common),
        new LogQueryCommand().Build(common),
        new LogStatsCommand().Build(common),
        new LogReindexCommand().Build(common),
        new LogVerifyCommand().Build(common),
        new LogEraseCommand().Build(common),
        new LogExportCommand().Build(common),
        new LogImportCommand().Build(common),
        new LogArchiveCommand().Build(common),
    };
}
