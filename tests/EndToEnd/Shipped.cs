using System.Diagnostics;
using System.Text;

namespace Pharos.EndToEnd;

/// <summary>The shipped program: what ./pharos builds, copied to a folder of its own with the script beside it, as someone would deploy it.</summary>
public sealed class Shipped : IDisposable
{
    public Shipped()
    {
        Checkout = FindCheckout();
        Folder = Directory.CreateTempSubdirectory("pharos-e2e-").FullName;
        var built = Run(Path.Combine(Checkout, "pharos"), ["--version"]);
        built.Status.ShouldBe(0, built.Error);
        var newest = new DirectoryInfo(Path.Combine(Checkout, "artifacts", "pharos")).EnumerateFiles("dotnet.path", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .OrderByDescending(file => file.Directory!.LastWriteTimeUtc).First().Directory!;
        Copy(newest.FullName, Program);
        File.Copy(Path.Combine(Checkout, "pharos"), Path.Combine(Program, "pharos"));
    }

    public string Checkout { get; }

    public string Folder { get; }

    public string Program => Path.Combine(Folder, "program");

    /// <summary>Runs the program to its end.</summary>
    public Finished Pharos(params string[] arguments) => Run(Path.Combine(Program, "pharos"), arguments);

    /// <summary>A data directory that does not exist yet.</summary>
    public string NewData() => Path.Combine(Directory.CreateTempSubdirectory("pharos-e2e-data-").FullName, "data");

    /// <summary>Runs anything to its end.</summary>
    public static Finished Run(string program, IEnumerable<string> arguments, string input = "", string? folder = null)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Path.GetTempPath() };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, error) = (new StringBuilder(), new StringBuilder());
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end.");
        }

        process.WaitForExit();
        return new Finished(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Whether a tool of the machine is there.</summary>
    public static bool Has(string tool) => Run("/bin/sh", ["-c", $"command -v {tool}"]).Status == 0;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            text.Append(line).Append('\n');
        }
    }

    private static string FindCheckout()
    {
        // A build elsewhere (--artifacts-path) is run from inside the checkout.
        foreach (var start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Pharos.slnx")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new InvalidOperationException("The tests do not run inside a checkout.");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    /// <summary>What a run came to.</summary>
    public sealed record Finished(int Status, string Output, string Error)
    {
        public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
