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

    /// <summary>Reports why an evaluation ended, and where.</summary>
    /// <returns>The exit code <see cref="ExitCode.Failed"/>.</returns>
    public static int Report(CommandCall call, EvaluationOutcome.Failed failed)
    {
        call.Error.WriteLine(failed.ToString());
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("errors");
                Write(json, failed);
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }

        return ExitCode.Failed;
    }

    /// <summary>Writes why an evaluation ended as one object.</summary>
    public static void Write(Utf8JsonWriter json, EvaluationOutcome.Failed failed)
    {
        json.WriteStartObject();
        json.WriteString("code", failed.Code);
        json.WriteString("message", failed.Message);
        if (failed.Location is { } at)
        {
            Write(json, at);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RegoLocation at)
    {
        json.WriteStartObject("location");
        json.WriteString("file", at.File);
        json.WriteNumber("row", at.Row);
        json.WriteNumber("col", at.Column);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RegoDiagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteString("code", diagnostic.Code);
        json.WriteString("message", diagnostic.Message);
        Write(json, new RegoLocation(diagnostic.File, diagnostic.Row, diagnostic.Column));
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
