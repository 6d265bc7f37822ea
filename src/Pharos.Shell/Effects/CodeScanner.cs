using Pharos.Shell.Effects.Languages;
using Pharos.Shell.Effects.Languages.Cmd;
using Pharos.Shell.Effects.Languages.Code;
using Pharos.Shell.Effects.Languages.PowerShell;
using Pharos.Shell.Effects.Languages.Tcl;

namespace Pharos.Shell.Effects;

/// <summary>
/// Hands code given on a command line to the reader of its language. A language that has none, or a text that is not known, is code that nobody looked into.
/// </summary>
internal static class CodeScanner
{
    public static bool IsShell(string program) => ProgramName.WithoutVersion(program) is "sh" or "bash" or "dash" or "zsh" or "ksh" or "mksh" or "ash" or "rbash" or "yash" or "posh"
        or "fish" or "busybox" or "sudo" or "ssh" or "at" or "batch" or "su";

    public static void Scan(string label, ShellWord code, ReadingBuilder reading)
    {
        var space = label.IndexOf(' ');
        var program = ProgramName.WithoutVersion(space < 0 ? label : label[..space]);
        if (!code.IsKnown)
        {
            // What is known of it is read all the same, because a person wants to see the worst of it.
            reading.Execute(Certainty.Unknown, reading.Label + " code");
        }

        if (program is "psql" or "mysql" or "mariadb" or "sqlite" or "sqlcmd" or "duckdb" or "cqlsh" or "clickhouse-client" or "snowsql" or "bq" or "impala-shell" or "hive")
        {
            SqlScanner.Scan(code, reading);
            return;
        }

        switch (program)
        {
            case "tclsh" or "wish" or "expect":
                TclReader.Read(code, reading);
                return;
            case "make" or "gmake":
                MakefileReader.Read(code, reading);
                return;
            case "crontab":
                CrontabReader.Read(code, reading);
                return;
            case "ed" or "ex" or "gdb" or "lldb" or "vim" or "vi" or "nvim" or "emacs":
                // Their own languages can do more than leave the program, and only the line editor's is known in full.
                if (program != "ed")
                {
                    reading.Execute(Certainty.Unknown, reading.Label + " code");
                }

                EscapeCommands.Read(code, reading);
                return;
            case "cmd":
                CmdReader.Read(code, reading);
                return;
        }

        if (program is "pwsh" or "powershell")
        {
            PowerShellReader.Read(code, reading);
            return;
        }

        var language = CodeLanguages.Of(program);
        if (language is null)
        {
            reading.Execute(Certainty.Unknown, reading.Label + " code");
            return;
        }

        new CodeReader(language, reading, code.Span).Read(code.Text);
    }
}
