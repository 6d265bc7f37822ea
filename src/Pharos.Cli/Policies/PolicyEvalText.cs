using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>Prints what an evaluation came to in the format asked for.</summary>
internal static class PolicyEvalText
{
    public static void Print(CommandCall call, PolicyEvalReport report, string format)
    {
        switch (format)
        {
            case "raw":
                Raw(call, report);
                break;
            case "values":
                Document(call, RegoArray.From(report.Solutions.Select(s => s.Value)));
                break;
            case "bindings":
                Document(call, RegoArray.From(report.Solutions.Select(s => s.Bindings)));
                break;
            case "pretty":
                Pretty(call, report);
                break;
            default:
                Document(call, report.ToJson());
                break;
        }
    }

    /// <summary>Prints a document; indented for people.</summary>
    public static void Document(CommandCall call, RegoValue value)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = !call.IsJson, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            value.WriteJson(json);
        }

        call.Output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Raw(CommandCall call, PolicyEvalReport report)
    {
        if (report.Events is { } events)
        {
            call.Error.Write(TraceText.Write(events));
        }

        foreach (var solution in report.Solutions)
        {
            call.Output.WriteLine(solution.Value is RegoString text ? text.Value : solution.Value.ToJson());
        }
    }

    private static void Pretty(CommandCall call, PolicyEvalReport report)
    {
        if (report.Events is { } events)
        {
            call.Output.Write(TraceText.Write(events));
        }

        if (report.Solutions.Count == 0)
        {
            call.Output.WriteLine("undefined");
        }

        foreach (var solution in report.Solutions)
        {
            if (solution.Bindings.Count > 0)
            {
                call.Output.WriteLine(string.Join(", ", solution.Bindings.Select(b => $"{((RegoString)b.Key).Value} = {b.Value}")));
            }
            else
            {
                Document(call, solution.Value);
            }
        }

        foreach (var entry in report.Profile ?? [])
        {
            call.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{entry.Time.TotalMicroseconds,12:0.0} µs {entry.Evaluations,8} evals {entry.Redos,8} redos  {entry.File}:{entry.Row}  {entry.Text}"));
        }

        foreach (var (name, value) in report.Metrics ?? [])
        {
            call.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));
        }

        if (report.Coverage is { } coverage)
        {
            Document(call, coverage.ToJson());
        }
    }
}
