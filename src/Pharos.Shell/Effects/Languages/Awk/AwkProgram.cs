using System.Buffers;
using System.Collections.Frozen;
using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.Awk;

/// <summary>Reads an <c>awk</c> program: it runs programs by <c>system</c> and pipes, and reads and writes files by redirection.</summary>
internal sealed partial class AwkProgram
{
    public static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Functions = CodeDialect.Words(
        "length substr index split sub gsub gensub match sprintf tolower toupper sin cos atan2 exp log sqrt int rand srand strftime mktime systime and or xor lshift rshift compl strtonum asort asorti isarray typeof "
        + "patsplit fflush close mkbool dcgettext dcngettext bindtextdomain print printf getline if while for switch return exit in delete case do else next nextfile function func BEGIN END BEGINFILE ENDFILE default break continue").GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly string _text;
    private readonly SourceSpan _span;
    private readonly ReadingBuilder _reading;
    private readonly List<AwkToken> _tokens;
    private readonly Dictionary<string, CodeValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);

    private AwkProgram(ShellWord program, ReadingBuilder reading)
    {
        _text = program.Text;
        _span = program.Span;
        _reading = reading;
        _tokens = AwkToken.Read(_text);
    }

    public static void Read(ShellWord program, IReadOnlyList<ShellWord> variables, ReadingBuilder reading)
    {
        if (!program.IsKnown)
        {
            reading.Execute(Certainty.Possible, "awk program");
        }

        var walk = new AwkProgram(program, reading);
        walk.FindValues(variables);
        walk.Run();
    }

    /// <summary>Variables that are given one text once are known; a second assignment anywhere makes a variable one that is not.</summary>
    private void FindValues(IReadOnlyList<ShellWord> variables)
    {
        foreach (var variable in variables)
        {
            var equals = variable.Text.IndexOf('=');
            if (equals > 0)
            {
                _values[variable.Text[..equals]] = variable.IsKnown ? CodeValue.Of(variable.Text[(equals + 1)..]) : CodeValue.Unknown;
            }
        }

        for (var i = 0; i < _tokens.Count; i++)
        {
            var token = _tokens[i];
            if (token.Kind != AwkTokenKind.Name)
            {
                continue;
            }

            var next = i + 1 < _tokens.Count ? _tokens[i + 1] : default;
            var name = Span(token);
            if (name is "function" or "func" && next.Kind == AwkTokenKind.Name)
            {
                _defined.Add(Span(next).ToString());
            }
            else if (name is "sub" or "gsub" or "getline" or "split" or "for")
            {
                // These change a variable that stands among their words.
                for (var j = i + 1; j < _tokens.Count && j < i + 24 && !IsEnd(_tokens[j]); j++)
                {
                    if (_tokens[j].Kind == AwkTokenKind.Name)
                    {
                        _values[Span(_tokens[j]).ToString()] = CodeValue.Unknown;
                    }
                }
            }
            else if (next.Kind == AwkTokenKind.Symbol && _text[next.End - 1] == '=' && Span(next) is not ("==" or "!=" or "<=" or ">="))
            {
                var key = name.ToString();
                var end = i + 2;
                var value = Span(next) is "=" ? Fold(i + 2, out end, _tokens.Count) : CodeValue.Unknown;
                var whole = end >= _tokens.Count || IsEnd(_tokens[end]);
                _values[key] = _values.ContainsKey(key) || !whole ? CodeValue.Unknown : value;
            }
        }
    }

    private ReadOnlySpan<char> Span(AwkToken token) => _text.AsSpan(token.Start, token.End - token.Start);

    private bool Is(int at, string text) => at >= 0 && at < _tokens.Count && _tokens[at].Kind is AwkTokenKind.Symbol or AwkTokenKind.Name && Span(_tokens[at]).SequenceEqual(text);

    private bool IsEnd(AwkToken token) => token.Kind == AwkTokenKind.NewLine || token.Kind == AwkTokenKind.Symbol && Span(token) is ";" or "{" or "}";

    /// <summary>The text that words standing side by side make; <paramref name="end"/> is the first token that does not belong to it.</summary>
    private CodeValue Fold(int from, out int end, int limit)
    {
        var value = CodeValue.Of("");
        var closing = 0;
        for (end = from; end < limit && end < _tokens.Count; end++)
        {
            var token = _tokens[end];
            switch (token.Kind)
            {
                case AwkTokenKind.Text:
                    value = CodeValue.Join(value, CodeValue.Of(token.Text!));
                    break;
                case AwkTokenKind.Number:
                    value = CodeValue.Join(value, CodeValue.Of(Span(token).ToString()));
                    break;
                case AwkTokenKind.Name when Is(end, "sprintf") && Is(end + 1, "("):
                    value = CodeValue.Join(value, Formatted(end + 2, ref end));
                    break;
                case AwkTokenKind.Name when Span(token) is not ("getline" or "in"):
                    value = CodeValue.Join(value, _values.GetValueOrDefault(Span(token).ToString(), CodeValue.Unknown));
                    break;
                case AwkTokenKind.Symbol when Span(token) is "(":
                    closing++;
                    break;
                case AwkTokenKind.Symbol when Span(token) is ")" && closing > 0:
                    closing--;
                    break;
                case AwkTokenKind.Symbol when Span(token) is "$" or "[" or "]" or "?" or ":" or "+" or "-" or "*" or "%" || Span(token) is "," && closing > 0:
                    value = value.IsText ? new CodeValue(CodeValueKind.Prefix, value.Text) : value;
                    break;
                default:
                    return value;
            }
        }

        return value;
    }

    private CodeValue Formatted(int from, ref int end)
    {
        var format = Fold(from, out var after, _tokens.Count);
        var items = new List<CodeValue>();
        while (Is(after, ","))
        {
            items.Add(Fold(after + 1, out after, _tokens.Count));
        }

        end = after;
        return format.Kind == CodeValueKind.Text ? CodeFolds.Format(format.Text, new CodeValue(CodeValueKind.List, "", items)) : CodeValue.Unknown;
    }
}
