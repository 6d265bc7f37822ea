using System.Text;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// Finds the id of a message that is too long to be kept, byte by byte as it passes: somebody waits for an answer to it. Understands just enough JSON to know which strings are members of the outermost object.
/// </summary>
internal sealed class TopLevelId
{
    private const int LongestToken = 256;

    private readonly StringBuilder _token = new();
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private bool _isMember = true;
    private string? _name;

    /// <summary>The id as JSON; null while none was seen.</summary>
    public string? Json { get; private set; }

    /// <summary>True where a method was named: it is no answer.</summary>
    public bool HasMethod { get; private set; }

    /// <summary>Takes in the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (var letter in bytes)
        {
            if (_isInString)
            {
                InString(letter);
            }
            else
            {
                Outside((char)letter);
            }
        }
    }

    private void InString(byte letter)
    {
        if (_depth == 1 && _token.Length < LongestToken)
        {
            _token.Append((char)letter);
        }

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
        }
    }

    private void Outside(char letter)
    {
        switch (letter)
        {
            case '"':
                _isInString = true;
                Keep(letter);
                break;
            case '{' or '[':
                _depth++;
                break;
            case ':' when _depth == 1 && _isMember:
                _name = _token.ToString();
                HasMethod |= _name == "\"method\"";
                _token.Clear();
                _isMember = false;
                break;
            case ',' when _depth == 1:
                End();
                break;
            case '}' or ']':
                if (--_depth == 0)
                {
                    End();
                }

                break;
            case not (' ' or '\t' or '\r' or '\n'):
                Keep(letter);
                break;
        }
    }

    private void Keep(char letter)
    {
        if (_depth == 1 && _token.Length < LongestToken)
        {
            _token.Append(letter);
        }
    }

    private void End()
    {
        if (_name == "\"id\"" && _token.Length is > 0 and < LongestToken)
        {
            Json ??= _token.ToString();
        }

        _token.Clear();
        _name = null;
        _isMember = true;
    }
}
