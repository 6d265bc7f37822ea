using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Pharos.Rego;

/// <summary>One text of Rego; the id names it in diagnostics and traces, usually a path.</summary>
public sealed record RegoModule(string Id, string Source)
{
    /// <summary>The dialect of this module where it differs from that of the others, as the files of a bundle may.</summary>
    /// <value>The default value is null: that of <see cref="CompileOptions.RegoVersion"/>.</value>
    public RegoVersion? Version { get; init; }

    /// <summary>
    /// Reads the bytes of a module. What is not UTF-8 is refused with its place: characters put in the stead of others could change what a
    /// policy compares.
    /// </summary>
    public static bool TryRead(string id, ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out RegoModule? module, [NotNullWhen(false)] out RegoDiagnostic? diagnostic)
    {
        (module, diagnostic) = (null, null);
        if (Utf8.IsValid(utf8))
        {
            module = new RegoModule(id, Encoding.UTF8.GetString(utf8));
            return true;
        }

        var valid = 0;
        while (Rune.DecodeFromUtf8(utf8[valid..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        var before = utf8[..valid];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        diagnostic = new RegoDiagnostic("rego_parse_error", $"illegal utf-8 character: byte 0x{utf8[valid]:x2} at offset {valid}", id, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1)
        {
            Hint = "save the file as UTF-8",
        };
        return false;
    }
}
