using Pharos.Rego.Values;

namespace Pharos.Rego.Compile.Types;

/// <summary>Reads the notation of the table of builtins.</summary>
internal sealed class TypeReader(string text)
{
    private int _position;

    public RegoType Type()
    {
        switch (text[_position++])
        {
            case 'n':
                return RegoType.Number;
            case 's':
                return RegoType.String;
            case 'b':
                return RegoType.Boolean;
            case '0':
                return RegoType.Null;
            case '*':
                return RegoType.Any;
            case '(':
                return RegoType.OneOf(List(')', '|'));
            case '[':
                return new ArrayType([], List(']', ',')[0]);
            case '<':
                return new ArrayType(List('>', ','), null);
            case '{':
                return Braces();
            default:
                throw new FormatException($"\"{text}\" is no type at {_position - 1}.");
        }
    }

    private List<RegoType> List(char end, char separator)
    {
        var types = new List<RegoType> { Type() };
        while (text[_position] == separator)
        {
            _position++;
            types.Add(Type());
        }

        return text[_position++] == end ? types : throw new FormatException($"\"{text}\" lacks {end} at {_position - 1}.");
    }

    private RegoType Braces()
    {
        var known = new SortedDictionary<RegoValue, RegoType>();
        while (KnownKey() is { } key)
        {
            known.Add(RegoString.Of(key), Type());
            if (text[_position++] == '}')
            {
                return new ObjectType(known, null, null);
            }
        }

        var first = Type();
        if (text[_position++] == '}')
        {
            return new SetType(first);
        }

        var value = Type();
        _position++;
        return new ObjectType(known, first, value);
    }

    private string? KnownKey()
    {
        var end = _position;
        while (char.IsAsciiLetterLower(text[end]))
        {
            end++;
        }

        if (end == _position || text[end] != ':')
        {
            return null;
        }

        var key = text[_position..end];
        _position = end + 1;
        return key;
    }
}
