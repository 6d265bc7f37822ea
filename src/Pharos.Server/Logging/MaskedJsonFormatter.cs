using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Pharos.Proposals;

namespace Pharos.Server.Logging;

/// <summary>One JSON object a line, with the values of the message and of its scopes (the correlation), and secrets masked.</summary>
internal sealed class MaskedJsonFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "pharos";

    // An exception's text can hold a whole request; a line longer than this helps nobody.
    private const int MaximumTextCharacters = 16 * 1024;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("at", clock.GetUtcNow().UtcDateTime);
            writer.WriteString("level", LevelName(logEntry.LogLevel));
            writer.WriteString("category", logEntry.Category);
            if (logEntry.EventId.Id != 0)
            {
                writer.WriteNumber("event", logEntry.EventId.Id);
            }

            WriteText(writer, "message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            var written = new HashSet<string>(["at", "level", "category", "event", "message", "exception", "{OriginalFormat}"], StringComparer.Ordinal);
            WriteValues(writer, logEntry.State, written);
            scopeProvider?.ForEachScope((scope, state) => WriteValues(state.writer, scope, state.written), (writer, written));
            if (logEntry.Exception is { } exception)
            {
                WriteText(writer, "exception", exception.ToString());
            }

            writer.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteValues(Utf8JsonWriter writer, object? source, HashSet<string> written)
    {
        if (source is not IEnumerable<KeyValuePair<string, object?>> values)
        {
            return;
        }

        foreach (var (name, value) in values)
        {
            var key = name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
            if (!written.Add(key) || name == "{OriginalFormat}")
            {
                continue;
            }

            switch (value)
            {
                case null:
                    writer.WriteNull(key);
                    break;
                case int number:
                    writer.WriteNumber(key, number);
                    break;
                case long number:
                    writer.WriteNumber(key, number);
                    break;
                case double number when double.IsFinite(number):
                    writer.WriteNumber(key, number);
                    break;
                case bool truth:
                    writer.WriteBoolean(key, truth);
                    break;
                default:
                    WriteText(writer, key, value.ToString() ?? "");
                    break;
            }
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        var masked = SecretMask.Mask(text);
        writer.WriteString(name, masked.Length <= MaximumTextCharacters ? masked : string.Concat(masked.AsSpan(0, MaximumTextCharacters), "…"));
    }

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        _ => "error",
    };
}
