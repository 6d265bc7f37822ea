using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Type tests, type names, and the conversions that Rego has kept.</summary>
internal static class Types
{
    internal static IEnumerable<Builtin> All =>
    [
        Test("is_null", RegoKind.Null),
        Test("is_boolean", RegoKind.Boolean),
        Test("is_number", RegoKind.Number),
        Test("is_string", RegoKind.String),
        Test("is_array", RegoKind.Array),
        Test("is_object", RegoKind.Object),
        Test("is_set", RegoKind.Set),
        new("type_name", 1, false, static (_, a) => RegoString.Of(a[0].KindName)),
        new("to_number", 1, false, ToNumber),
        Cast("cast_null", RegoKind.Null),
        Cast("cast_boolean", RegoKind.Boolean),
        Cast("cast_string", RegoKind.String),
        Cast("cast_object", RegoKind.Object),
        new("cast_array", 1, false, static (c, a) => a[0] switch { RegoArray array => array, RegoSet set => RegoArray.From(set), _ => c.WrongType(1, a[0], "array", "set") }),
        new("cast_set", 1, false, static (c, a) => a[0] switch { RegoSet set => set, RegoArray array => RegoSet.Of(array.AsSpan()), _ => c.WrongType(1, a[0], "array", "set") }),
    ];

    private static Builtin Test(string name, RegoKind kind) => new(name, 1, false, (_, a) => a[0].Kind == kind ? RegoBoolean.True : RegoBoolean.False);

    private static Builtin Cast(string name, RegoKind kind) =>
        new(name, 1, false, (c, a) => a[0].Kind == kind ? a[0] : c.WrongType(1, a[0], kind.ToString().ToLowerInvariant()));

    private static RegoValue? ToNumber(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        switch (arguments[0])
        {
            case RegoNull:
                return RegoNumber.Of(0);
            case RegoBoolean boolean:
                return RegoNumber.Of(boolean.Value ? 1 : 0);
            case RegoNumber number:
                return number;
            case RegoString text:
                // Go's parser also reads signs, bare points and leading zeros; infinities and names of them are not numbers of Rego.
                string digits = Trimmed(text.Value);
                return RegoNumber.TryParse(digits, out RegoNumber? read) ? read : context.Failure($"invalid syntax: \"{text.Value}\" is not a number");
            default:
                return context.WrongType(1, arguments[0], "null", "boolean", "number", "string");
        }
    }

    private static string Trimmed(string text)
    {
        bool negative = text.StartsWith('-');
        string digits = text.TrimStart('+', '-');
        if (text.Length - digits.Length > 1 || digits.Length == 0)
        {
            return string.Empty;
        }

        int zeros = 0;
        while (zeros + 1 < digits.Length && digits[zeros] == '0' && char.IsAsciiDigit(digits[zeros + 1]))
        {
            zeros++;
        }

        digits = digits[zeros..];
        digits = digits.StartsWith('.') && digits.Length > 1 ? "0" + digits : digits;
        digits = digits.EndsWith('.') ? digits[..^1] : digits;
        return negative ? "-" + digits : digits;
    }
}
