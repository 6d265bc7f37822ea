using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Rego;

namespace Pharos.Cli.Policies;

/// <summary>Shows what is wrong with policies.</summary>
internal static class PolicyDiagnostics
{
    /// <summary>Reports every complaint.</summary>
    /// <returns>The exit code <see cref="ExitCode.Failed"/>.</returns>
    public static int Report(CommandCall call, IReadOnlyList<RegoDiagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            call.Error.WriteLine(diagnostic.ToString());
            if (diagnostic.Excerpt.Length > 0)
            {
                call.Error.WriteLine("\t" + diagnostic.Excerpt.Replace("\n", "\n\t", StringComparison.Ordinal));
            }

            if (diagnostic.Hint is { } hint)
            {
                call.Error.WriteLine($"\thint: {hint}");
            }
        }

        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("errors");
                foreach (var diagnostic in diagnostics)
                {
                    Write(json, diagnostic);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
        }

        return ExitCode.Failed;
    }

    private static void Write(Utf8JsonWriter json, RegoDiagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteString("code", diagnostic.Code);
        json.WriteString("message", diagnostic.Message);
        json.WriteStartObject("location");
        json.WriteString("file", diagnostic.File);
        json.WriteNumber("row", diagnostic.Row);
        json.WriteNumber("col", diagnostic.Column);
        json.WriteEndObject();
        if (diagnostic.Line is { } line)
        {
            json.WriteStartObject("details");
            json.WriteString("line", line);
            json.WriteNumber("idx", diagnostic.Column - 1);
            json.WriteEndObject();
        }

        if (diagnostic.Hint is { } hint)
        {
            json.WriteString("hint", hint);
        }

        json.WriteEndObject();
    }
}
