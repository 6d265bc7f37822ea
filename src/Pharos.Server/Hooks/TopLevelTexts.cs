using System.Text.Json;

namespace Pharos.Server.Hooks;

/// <summary>
/// Picks the short texts out of the outermost object of a JSON document that comes in pieces and is too large to hold. It checks nothing else: what it finds in a
/// malformed document is as good as what the sender could have put into a proper one.
/// </summary>
internal sealed class TopLevelTexts
{
    /// <summary>Longest text that is kept, in bytes as written.</summary>
    public const int MaximumTextBytes = 512;

    /// <summary>Most texts that are kept.</summary>
    public const int MaximumTexts = 64;

    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);
    private readonly byte[] _capture = new byte[MaximumTextBytes + 2];
    private int _captured;
    private bool _isCapturing;
    private bool _isInString;
    private bool _isEscaped;
    private bool _isValue;
    private int _depth;
    private string? _name;

    /// <summary>The texts found so far; of a name that comes twice the last, as JavaScript reads it.</summary>
    public IReadOnlyDictionary<string, string> Found => _found;

    /// <summary>Takes the next piece.</summary>
    public void Feed(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if (!_isInString)
            {
                Structure(piece[i]);
                continue;
            }

            if (!_isCapturing && !_isEscaped)
            {
                // Nearly all of a large payload is inside one string, which need not be walked byte by byte.
                var skip = piece[i..].IndexOfAny((byte)'"', (byte)'\\');
                if (skip < 0)
                {
                    return;
                }

                i += skip;
            }

            InString(piece[i]);
        }
    }

    private void Structure(byte letter)
    {
        switch (letter)
        {
            case (byte)'"':
                _isInString = true;
                _isCapturing = _depth == 1;
                _captured = 0;
                Keep(letter);
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                break;
            case (byte)':' when _depth == 1:
                _isValue = true;
                break;
            case (byte)',' when _depth == 1:
                _isValue = false;
                _name = null;
                break;
        }
    }

    private void InString(byte letter)
    {
        Keep(letter);
        if (_isEscaped)
        {
            _isEscaped = false;
        }
        else if (letter == '\\')
        {
            _isEscaped = true;
        }
        else if (letter == '"')
        {
            _isInString = false;
            End();
        }
    }

    private void Keep(byte letter)
    {
        if (_captured < _capture.Length)
        {
            _capture[_captured] = letter;
        }
        else
        {
            _isCapturing = false;
        }

        _captured++;
    }

    private void End()
    {
        if (_depth != 1)
        {
            return;
        }

        var text = _isCapturing && _captured <= _capture.Length ? Decode() : null;
        if (!_isValue)
        {
            _name = text;
        }
        else if (_name is not null && text is not null && (_found.Count < MaximumTexts || _found.ContainsKey(_name)))
        {
            _found[_name] = text;
        }
    }

    private string? Decode()
    {
        try
        {
            var reader = new Utf8JsonReader(_capture.AsSpan(0, _captured));
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Not a JSON string: then it is none of the ids that are looked for.
            return null;
        }
    }
}
