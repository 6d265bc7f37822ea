using System.Text.Json;

namespace Pharos.Shell.Effects.Programs;

/// <summary>Reads the scripts of a <c>package.json</c> that a package manager is told to run, where the disk may be looked at.</summary>
internal static class PackageScripts
{
    private const int LargestFile = 262_144;

    public static void Read(ParsedArguments arguments, ReadingBuilder reading)
    {
        var verb = reading.Label[(reading.Label.IndexOf(' ') + 1)..];
        var name = verb is "t" or "tst" ? "test" : verb is "test" or "start" or "stop" or "restart" ? verb : arguments.Operands.Count > 0 && arguments.Operands[0].IsKnown ? arguments.Operands[0].Text : null;
        if (name is null || reading.Directory is null || reading.Context.Files.ReadText(reading.PathOf("package.json"), LargestFile) is not { } text)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object)
            {
                foreach (var script in (ReadOnlySpan<string>)["pre" + name, name, "post" + name])
                {
                    if (scripts.TryGetProperty(script, out var command) && command.ValueKind == JsonValueKind.String)
                    {
                        reading.Script(ShellWord.Known(command.GetString()!, reading.Command.Span), $"{reading.Label} {script}");
                    }
                }
            }
        }
        catch (JsonException)
        {
            reading.UnknownPart(reading.Command.Span, "package.json is not JSON");
        }
    }
}
