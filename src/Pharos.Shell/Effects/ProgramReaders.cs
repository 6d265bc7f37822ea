using System.Collections.Frozen;
using Pharos.Shell.Effects.Languages.Awk;
using Pharos.Shell.Effects.Languages.Cmd;
using Pharos.Shell.Effects.Languages.PowerShell;
using Pharos.Shell.Effects.Languages.Sed;
using Pharos.Shell.Effects.Programs;

namespace Pharos.Shell.Effects;

/// <summary>
/// The readers that program files name with <c>&amp;</c>: what a table of options cannot say. A reader either comes after options and operands had their effect, or
/// reads the arguments itself.
/// </summary>
internal static class ProgramReaders
{
    private static readonly FrozenDictionary<string, Action<ParsedArguments, ReadingBuilder>> ByAfter = new Dictionary<string, Action<ParsedArguments, ReadingBuilder>>(StringComparer.Ordinal)
    {
        ["archive.cpio"] = ArchivePrograms.Cpio,
        ["archive.tar"] = ArchivePrograms.Tar,
        ["build.codegen"] = BuildPrograms.Rustc,
        ["build.go-environment"] = BuildPrograms.GoEnvironment,
        ["build.inline"] = BuildPrograms.Inline,
        ["build.make"] = BuildPrograms.Make,
        ["build.runner"] = BuildPrograms.Runner,
        ["build.task"] = BuildPrograms.Task,
        ["cloud.infrastructure"] = CloudPrograms.Infrastructure,
        ["cloud.local-verbs"] = CloudPrograms.LocalVerbs,
        ["cloud.verbs"] = CloudPrograms.Verbs,
        ["container.exec"] = Containers.Exec,
        ["container.kube"] = Containers.Kube,
        ["container.run"] = Containers.Run,
        ["database.redis"] = Databases.Redis,
        ["editor.ex"] = Editors.Ex,
        ["editor.file"] = Editors.File,
        ["editor.pager"] = Editors.Pager,
        ["editor.tex"] = Editors.Tex,
        ["file.synchronise"] = FilePrograms.Synchronise,
        ["file.target"] = FilePrograms.Target,
        ["git.bisect"] = GitPrograms.Bisect,
        ["git.checkout"] = GitPrograms.Checkout,
        ["git.config"] = GitPrograms.Config,
        ["git.local"] = GitPrograms.Local,
        ["git.push"] = GitPrograms.Push,
        ["git.rebase"] = GitPrograms.Rebase,
        ["git.reflog"] = GitPrograms.Reflog,
        ["git.transfer"] = GitPrograms.Transfer,
        ["git.write-config"] = GitPrograms.WriteConfig,
        ["inspection.date"] = InspectionPrograms.Date,
        ["inspection.get-entries"] = InspectionPrograms.GetEntries,
        ["interpreter.module"] = Interpreters.Module,
        ["media.csv-tool"] = MediaPrograms.CsvTool,
        ["media.gstreamer"] = MediaPrograms.Pipeline,
        ["media.ledger"] = MediaPrograms.Ledger,
        ["media.miller"] = MillerPrograms.Read,
        ["package.scripts"] = PackageScripts.Read,
        ["build.wrapper"] = BuildPrograms.Wrapper,
        ["network.http-items"] = HttpItems.Read,
        ["network.ssh"] = NetworkPrograms.Ssh,
        ["network.upload"] = NetworkPrograms.Upload,
        ["network.wget"] = NetworkPrograms.Wget,
        ["package.flagged"] = PackageManagers.Flagged,
        ["package.pip-config"] = PackageManagers.PipConfig,
        ["shell.alias"] = ShellBuiltins.Alias,
        ["shell.assignments"] = ShellBuiltins.Assignments,
        ["shell.assigns"] = ShellBuiltins.Assigns,
        ["shell.enable"] = ShellBuiltins.Enable,
        ["shell.history"] = ShellBuiltins.History,
        ["shell.trap"] = ShellBuiltins.Trap,
        ["shell.unset"] = ShellBuiltins.Unset,
        ["system.crontab"] = SystemPrograms.Crontab,
        ["system.manage"] = SystemPrograms.Manage,
        ["system.keys"] = SystemPrograms.Keys,
        ["system.window"] = SystemPrograms.Window,
        ["system.multiplexer"] = SystemPrograms.Multiplexer,
        ["system.net"] = SystemPrograms.Net,
        ["system.piped-names"] = SystemPrograms.PipedNames,
        ["system.sysctl"] = SystemPrograms.Sysctl,
        ["text.grep"] = TextPrograms.Grep,
        ["text.jq"] = JqReader.Read,
        ["wrapper.env"] = Wrappers.Env,
        ["wrapper.flock"] = Wrappers.Flock,
        ["wrapper.joined"] = Wrappers.Joined,
        ["wrapper.number"] = Wrappers.Number,
        ["wrapper.without-command"] = Wrappers.WithoutCommand,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Action<ProgramSpec, IReadOnlyList<ShellWord>, ReadingBuilder>> ByRaw = new Dictionary<string, Action<ProgramSpec, IReadOnlyList<ShellWord>, ReadingBuilder>>(StringComparer.Ordinal)
    {
        ["file.chmod"] = FilePrograms.Chmod,
        ["file.chown"] = FilePrograms.Chown,
        ["file.dd"] = FilePrograms.Dd,
        ["file.fd"] = FindReader.ReadFd,
        ["file.find"] = FindReader.Read,
        ["inspection.ldd"] = InspectionPrograms.Ldd,
        ["interpreter.python"] = Interpreters.Python,
        ["interpreter.shell"] = Interpreters.Shell,
        ["interpreter.stream"] = StreamInterpreters.Read,
        ["interpreter.command-prompt"] = CmdProgram.Read,
        ["interpreter.power-shell"] = PowerShellProgram.Read,
        ["network.open-ssl"] = NetworkPrograms.OpenSsl,
        ["network.socat"] = NetworkPrograms.Socat,
        ["shell.change-directory"] = ShellBuiltins.ChangeDirectory,
        ["shell.command-builtin"] = ShellBuiltins.CommandBuiltin,
        ["shell.evaluate"] = ShellBuiltins.Evaluate,
        ["shell.pop-directory"] = ShellBuiltins.PopDirectory,
        ["system.kill"] = Signals.Read,
        ["text.awk"] = AwkReader.Read,
        ["text.sed"] = SedReader.Read,
        ["wrapper.contained"] = Wrappers.Contained,
        ["wrapper.parallel"] = Wrappers.Parallel,
        ["wrapper.xargs"] = Wrappers.Xargs,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A reader that replaces reading of the arguments; null when the name is not one of those.</summary>
    public static Action<ProgramSpec, IReadOnlyList<ShellWord>, ReadingBuilder>? Raw(string name) => ByRaw.GetValueOrDefault(name);

    /// <summary>A reader that comes after options and operands.</summary>
    public static Action<ParsedArguments, ReadingBuilder> After(string name) =>
        ByAfter.TryGetValue(name, out var reader) ? reader : throw new InvalidOperationException($"A program file names a reader '{name}' that does not exist.");
}
