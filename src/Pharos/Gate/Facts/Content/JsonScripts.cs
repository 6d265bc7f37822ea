using System.Text.Json;

namespace Pharos.Gate.Facts.Content;

/// <summary>The commands in JSON files of package managers, editors and agents.</summary>
internal static class JsonScripts
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    public static IReadOnlyList<RunnableScript> Of(string fileName, string text)
    {
        var scripts = new List<RunnableScript>();
        if (Parse(text) is { } document)
        {
            using (document)
            {
                Collect(fileName, document.RootElement, inScripts: false, scripts);
            }
        }

        return scripts;
    }

    // A part of a file is no document: the members that an edit adds are one in braces.
    private static JsonDocument? Parse(string text) => TryParse(text) ?? TryParse("{" + text.Trim().TrimStart(',').TrimEnd(',') + "}");

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, Lenient);
        }
        catch (JsonException)
        {
            // Not JSON is an expected answer here: the text may be a part of a file, or simply wrong, and then nothing runs it.
            return null;
        }
    }

    private static void Collect(string fileName, JsonElement element, bool inScripts, List<RunnableScript> scripts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Member(fileName, element, member, inScripts, scripts);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(fileName, item, inScripts, scripts);
                }

                break;
            case JsonValueKind.String when inScripts:
                Add(element.GetString()!, scripts);
                break;
        }
    }

    private static void Member(string fileName, JsonElement owner, JsonProperty member, bool inScripts, List<RunnableScript> scripts)
    {
        var isPackage = fileName is "package.json" or "composer.json" or "deno.json";
        if (isPackage)
        {
            // The members of an edit's text are scripts themselves where no other member says what they are.
            var isPart = owner.ValueKind == JsonValueKind.Object && !owner.TryGetProperty("name", out _) && !owner.TryGetProperty("scripts", out _) && !owner.TryGetProperty("version", out _);
            Collect(fileName, member.Value, inScripts || member.Name is "scripts" or "tasks" || (isPart && member.Value.ValueKind == JsonValueKind.String), scripts);
            return;
        }

        if (member.Name is "command" or "postCreateCommand" or "postStartCommand" or "postAttachCommand" or "onCreateCommand" or "updateContentCommand" or "initializeCommand"
            && member.Value.ValueKind == JsonValueKind.String)
        {
            var arguments = owner.TryGetProperty("args", out var list) && list.ValueKind == JsonValueKind.Array
                ? string.Concat(list.EnumerateArray().Select(item => " " + (item.ValueKind == JsonValueKind.String ? Quote(item.GetString()!) : "\"$ARGUMENT\"")))
                : "";
            Add(member.Value.GetString() + arguments, scripts);
            return;
        }

        Collect(fileName, member.Value, member.Name.EndsWith("Command", StringComparison.Ordinal), scripts);
    }

    private static void Add(string text, List<RunnableScript> scripts)
    {
        if (!string.IsNullOrWhiteSpace(text) && scripts.Count < RunnableText.MaximumScripts)
        {
            scripts.Add(new RunnableScript(RunnableScript.Shell, text, EffectOrigin.Script));
        }
    }

    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
