using System.Runtime.CompilerServices;

namespace Pharos.Storage.Lighthouse;

/// <summary>Cuts Lighthouse's JSON into its objects: one on a line, one behind the other, or an array of them.</summary>
internal static class LighthouseJson
{
    private const int Step = 64 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The unpacked file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async IAsyncEnumerable<LighthouseEntry> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new ByteWindow(stream);
        while (await window.HasAsync(1, cancellationToken))
        {
            var first = window.Bytes.Span[0];
            if (first is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'[' or (byte)']')
            {
                window.Skip(1);
                continue;
            }

            var offset = window.Offset;
            if (first == '{' && await EndAsync(window, cancellationToken) is { } length)
            {
                yield return new LighthouseEntry.Found(offset, window.Bytes[..length].ToArray(), IsVerified: false);
                window.Skip(length);
                continue;
            }

            var bytes = await LineAsync(window, cancellationToken);
            yield return new LighthouseEntry.Damaged(offset, bytes, first == '{' ? "an object does not end, or is too large" : "an object is expected here");
        }
    }

    // The length of the object that the window begins with; null when it has no end.
    private static async ValueTask<int?> EndAsync(ByteWindow window, CancellationToken cancellationToken)
    {
        var scan = new ObjectScan();
        for (var at = 0; at < LighthouseRecords.LargestRecord; at++)
        {
            if (at >= window.Bytes.Length && !await window.HasAsync(at + 1, cancellationToken))
            {
                return null;
            }

            if (scan.IsOverAt(window.Bytes.Span[at]))
            {
                return at + 1;
            }
        }

        return null;
    }

    private static async ValueTask<long> LineAsync(ByteWindow window, CancellationToken cancellationToken)
    {
        long skipped = 0;
        while (await window.HasAsync(1, cancellationToken))
        {
            var bytes = window.Bytes.Span;
            var end = bytes[..Math.Min(Step, bytes.Length)].IndexOf((byte)'\n');
            var count = end < 0 ? Math.Min(Step, bytes.Length) : end + 1;
            window.Skip(count);
            skipped += count;
            if (end >= 0)
            {
                break;
            }
        }

        return skipped;
    }

    private struct ObjectScan
    {
        private int _depth;
        private bool _isText;
        private bool _isEscaped;

        public bool IsOverAt(byte next)
        {
            if (_isText)
            {
                _isText = _isEscaped || next != '"';
                _isEscaped = !_isEscaped && next == '\\';
                return false;
            }

            switch ((char)next)
            {
                case '"':
                    _isText = true;
                    break;
                case '{' or '[':
                    _depth++;
                    break;
                case '}' or ']':
                    _depth--;
                    break;
            }

            return _depth == 0;
        }
    }
}
