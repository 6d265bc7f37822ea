using System.Diagnostics;
using System.Globalization;

namespace Pharos.Cli.Tests.Bench;

/// <summary>Real bash with programs that only note how they were called, to prove that a rewritten text means the same.</summary>
internal sealed class Bash : IDisposable
{
    // What rewritten texts go through; everything else that a text calls is a stub.
    private static readonly string[] Tools =
        ["bash", "seq", "env", "nohup", "timeout", "nice", "setsid", "stdbuf", "xargs", "find", "cat", "base64", "xxd", "rev", "tr", "python3", "perl", "awk"];

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bash-").FullName;

    /// <param name="stubs">The programs that only note how they were called.</param>
    public Bash(params string[] stubs)
    {
        Directory.CreateDirectory(Programs);
        foreach (var tool in Tools)
        {
            if (Find(tool) is { } path)
            {
                // Some interpreters look for their library beside the name they were started by.
                Write(tool, $"#!{Find("bash")}\nexec {path} \"$@\"\n");
            }
        }

        foreach (var stub in stubs)
        {
            // One write for each call, because the sides of a pipe write at the same time.
            Write(stub, $"#!{Find("bash")}\nprintf -v call '%q ' \"${{0##*/}}\" \"$@\"\nprintf '%s\\n' \"$call\" >> {_folder}/calls\n");
        }

        Write("busybox", $"#!{Find("bash")}\nexec \"$@\"\n");
    }

    /// <summary>The only folder that programs are searched in.</summary>
    public string Programs => Path.Combine(_folder, "bin");

    /// <summary>Whether bash is on this machine.</summary>
    public static bool IsHere => Find("bash") is not null;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>How the stubs were called by each text, in alphabetical order; one process runs them all.</summary>
    public IReadOnlyList<string> Calls(IReadOnlyList<string> scripts)
    {
        // Each runs alone and with an ending of its own, so that what one leaves behind or does at its end is counted to it.
        var driver = $"for script in $(seq 1 {scripts.Count}); do {Find("bash")} --norc --noprofile {_folder}/script$script; printf -- '---\\n' >> {_folder}/calls; done\n";
        foreach (var (index, script) in scripts.Index())
        {
            File.WriteAllText(Path.Combine(_folder, $"script{index + 1}"), script);
        }

        File.WriteAllText(Path.Combine(_folder, "calls"), "");
        Run(driver);
        var calls = File.ReadAllText(Path.Combine(_folder, "calls")).Split("---\n");
        calls.Length.ShouldBe(scripts.Count + 1);
        return [.. calls[..^1].Select(static lines => string.Join('\n', lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)))];
    }

    /// <summary>The texts that bash does not accept; nothing of them is run.</summary>
    public IReadOnlyList<string> Refused(IReadOnlyList<string> scripts)
    {
        foreach (var (index, script) in scripts.Index())
        {
            File.WriteAllText(Path.Combine(_folder, $"script{index}"), script);
        }

        File.WriteAllText(Path.Combine(_folder, "calls"), "");
        Run($"for script in $(seq 0 {scripts.Count - 1}); do {Find("bash")} -n {_folder}/script$script || echo $script >> {_folder}/calls; done\n");
        return [.. File.ReadAllLines(Path.Combine(_folder, "calls")).Select(line => scripts[int.Parse(line, CultureInfo.InvariantCulture)])];
    }

    private void Run(string driver)
    {
        var start = new ProcessStartInfo(Find("bash")!, ["--norc", "--noprofile", "-c", driver])
        {
            WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Programs;
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue("bash did not come to an end");
    }

    private void Write(string program, string text)
    {
        var path = Path.Combine(Programs, program);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // The system's own first: what stands before them on a search path is often a script that wants an environment.
    private static string? Find(string tool) =>
        ("/usr/bin:/bin:" + Environment.GetEnvironmentVariable("PATH")).Split(':').Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}
