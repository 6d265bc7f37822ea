namespace Pharos.Cli.Logs;

/// <summary>Counts the lines of an export that passes by and remembers whether its last one is the one that ends it.</summary>
internal sealed class ExportEnding
{
    private static readonly byte[] Last = "{\"end\":true,"u8.ToArray();
    private int _matched;
    private bool _isMatching = true;
    private bool _isEnd;

    /// <summary>Whole lines so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the last whole line is the one that ends an export, and nothing follows it.</summary>
    public bool IsWhole => _isEnd && _matched == 0 && _isMatching;

    /// <summary>Takes the next bytes.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            Match(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
            {
                return;
            }

            Lines++;
            _isEnd = _isMatching && _matched == Last.Length;
            _matched = 0;
            _isMatching = true;
            bytes = bytes[(end + 1)..];
        }
    }

    private void Match(ReadOnlySpan<byte> part)
    {
        for (var i = 0; i < part.Length && _isMatching && _matched < Last.Length; i++)
        {
            _isMatching = part[i] == Last[_matched];
            _matched += _isMatching ? 1 : 0;
        }
    }
}
