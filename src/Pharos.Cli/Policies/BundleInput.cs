using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Rego.Bundles;

namespace Pharos.Cli.Policies;

/// <summary>Reads bundles, archives and folders alike, and says what is wrong with them.</summary>
internal static class BundleInput
{
    private const int MaximumKeyBytes = 64 * 1024;

    /// <summary>The files of an archive or a folder.</summary>
    public static BundleFilesOutcome Files(string path, IReadOnlyList<string> ignore)
    {
        if (Directory.Exists(path))
        {
            return BundleFolder.Read(path, ignore, BundleLimits.Default);
        }

        if (!File.Exists(path))
        {
            throw new InvalidDataException($"There is no file or folder {path}.");
        }

        using var archive = File.OpenRead(path);
        return BundleArchive.Read(archive, BundleLimits.Default);
    }

    /// <summary>Reads a bundle.</summary>
    public static BundleOutcome Read(string path, IReadOnlyList<string> ignore, BundleVerification verification) => BundleReader.Read(Files(path, ignore), verification);

    /// <summary>The text of a key: of the file that is named or, for shared secrets, what was given.</summary>
    public static string? KeyText(string given, string algorithm)
    {
        if (File.Exists(given))
        {
            return new FileInfo(given).Length <= MaximumKeyBytes ? File.ReadAllText(given).TrimEnd('\r', '\n') : null;
        }

        return algorithm.StartsWith("HS", StringComparison.Ordinal) || given.StartsWith("-----BEGIN", StringComparison.Ordinal) ? given : null;
    }

    /// <summary>Reports everything that is wrong.</summary>
    /// <returns>The exit code <see cref="ExitCode.Failed"/>.</returns>
    public static int Report(CommandCall call, IReadOnlyList<BundleProblem> problems)
    {
        foreach (var problem in problems)
        {
            call.Error.WriteLine(problem.ToString());
        }

        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("errors");
                foreach (var problem in problems)
                {
                    Write(json, problem);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
        }

        return ExitCode.Failed;
    }

    private static void Write(Utf8JsonWriter json, BundleProblem problem)
    {
        json.WriteStartObject();
        json.WriteString("code", problem.Code);
        json.WriteString("message", problem.Message);
        if (problem.File is not null)
        {
            json.WriteStartObject("location");
            json.WriteString("file", problem.File);
            json.WriteNumber("row", problem.Row);
            json.WriteNumber("col", problem.Column);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
