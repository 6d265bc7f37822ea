using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Pharos.Shell.Tests.Syntax;

/// <summary>
/// Asks bash whether texts are scripts. Nothing of them runs: bash reads them under <c>set -n</c>, with no program in reach. What <c>bash -n</c> itself says is not enough,
/// because it reports a mistake inside <c>[[ ]]</c> and yet ends with success. Answers are kept by content in the folder for temporary files.
/// </summary>
internal static class BashSyntax
{
    private const string Shell = "/bin/bash";

    private const string Driver = "while IFS= read -r -d '' text; do ( eval \"$text\" ) 2>/dev/null </dev/null; echo $?; done";

    private const string ReadOnly = "set -n\n";

    // bash -n does not run shopt, so what a script turns on for its later lines has to be turned on for it.
    private static readonly Regex TurnsExtendedPatternsOn = new(@"^\s*shopt\s+-s .*\bextglob\b.*\n", RegexOptions.Multiline, TimeSpan.FromSeconds(10));

    private static readonly Lock Gate = new();

    private static string Memory => Path.Combine(Path.GetTempPath(), "pharos-bash-syntax.txt");

    /// <summary>Skips the test where there is no bash.</summary>
    public static void Require() => Assert.SkipUnless(File.Exists(Shell), "bash is not on this machine");

    /// <summary>Whether bash accepts each of the texts.</summary>
    public static IReadOnlyList<bool> Accepts(IReadOnlyList<string> texts)
    {
        lock (Gate)
        {
            var known = Remembered();
            var keys = texts.Select(Key).ToList();
            var missing = keys.Zip(texts).Where(pair => !known.ContainsKey(pair.First)).DistinctBy(pair => pair.First).ToList();
            if (missing.Count > 0)
            {
                var halves = missing.Chunk((missing.Count + 1) / 2).AsParallel().AsOrdered().Select(half => Ask([.. half.Select(pair => pair.Second)])).SelectMany(answers => answers);
                foreach (var (pair, accepts) in missing.Zip(halves))
                {
                    known[pair.First] = accepts;
                }

                var fresh = Memory + "." + Guid.NewGuid().ToString("N");
                File.WriteAllLines(fresh, known.Select(entry => $"{entry.Key} {(entry.Value ? '1' : '0')}"));
                File.Move(fresh, Memory, overwrite: true);
            }

            return keys.ConvertAll(key => known[key]);
        }
    }

    private static Dictionary<string, bool> Remembered()
    {
        var known = new Dictionary<string, bool>();
        if (File.Exists(Memory))
        {
            foreach (var line in File.ReadLines(Memory))
            {
                if (line.Split(' ') is [var key, var answer])
                {
                    known[key] = answer == "1";
                }
            }
        }

        return known;
    }

    private static string Reading(string text) => (TurnsExtendedPatternsOn.IsMatch(text) ? "shopt -s extglob\n" : "") + ReadOnly + text.Replace("\0", "", StringComparison.Ordinal);

    private static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Reading(text))).AsSpan(0, 12));

    private static List<bool> Ask(string[] texts)
    {
        var start = new ProcessStartInfo(Shell) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("--norc");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Driver);
        start.Environment.Clear();
        start.Environment["PATH"] = "";
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var stream = process.StandardInput.BaseStream;
        var writing = new Thread(() =>
        {
            using var input = stream;
            foreach (var text in texts)
            {
                input.Write(Encoding.UTF8.GetBytes(Reading(text)));
                input.WriteByte(0);
            }
        });
        writing.Start();
        var answers = new List<bool>(texts.Length);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            answers.Add(line == "0");
        }

        process.WaitForExit();
        writing.Join();
        return answers.Count == texts.Length ? answers : throw new InvalidDataException($"bash answered {answers.Count} of {texts.Length} texts.");
    }
}
