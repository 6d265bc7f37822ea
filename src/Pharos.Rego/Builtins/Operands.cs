using System.Numerics;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Reads arguments of the expected type, or records the error that OPA reports for another one.</summary>
internal static class Operands
{
    internal static RegoValue? WrongType(this BuiltinContext context, int position, RegoValue got, params ReadOnlySpan<string> expected) =>
        context.Fail(BuiltinError.TypeCode, expected.Length == 1
            ? $"operand {position} must be {expected[0]} but got {got.KindName}"
            : $"operand {position} must be one of {{{string.Join(", ", expected!)}}} but got {got.KindName}");

    internal static RegoValue? WrongElement(this BuiltinContext context, int position, RegoValue composite, RegoValue got, string expected) =>
        context.Fail(
            BuiltinError.TypeCode,
            $"operand {position} must be {composite.KindName} of {expected}s but got {composite.KindName} containing {got.KindName}");

    // A limit is no property of the policy: were it undefined like other failures, an argument large enough would silence the rule that refuses it.
    internal static RegoValue? LimitReached(this BuiltinContext context, string message) => context.Fail(BuiltinError.LimitCode, message);

    internal static RegoValue? Failure(this BuiltinContext context, string message) => context.Fail(BuiltinError.FailureCode, message);

    internal static bool Text(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out string text)
    {
        if (arguments[position - 1] is RegoString value)
        {
            text = value.Value;
            return true;
        }

        context.WrongType(position, arguments[position - 1], "string");
        text = string.Empty;
        return false;
    }

    internal static bool Number(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out RegoNumber number)
    {
        if (arguments[position - 1] is RegoNumber value)
        {
            number = value;
            return true;
        }

        context.WrongType(position, arguments[position - 1], "number");
        number = RegoNumber.Of(0);
        return false;
    }

    internal static bool Integer(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out long whole)
    {
        whole = 0;
        if (arguments[position - 1] is not RegoNumber number)
        {
            context.WrongType(position, arguments[position - 1], "number");
            return false;
        }

        if (!number.TryGetInt64(out whole))
        {
            context.Fail(BuiltinError.TypeCode, $"operand {position} must be integer number but got floating-point number");
            return false;
        }

        return true;
    }

    internal static bool BigInteger(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out BigInteger whole)
    {
        whole = default;
        if (arguments[position - 1] is not RegoNumber number)
        {
            context.WrongType(position, arguments[position - 1], "integer");
            return false;
        }

        if (!number.TryGetWhole(out whole))
        {
            context.Fail(BuiltinError.TypeCode, $"operand {position} must be integer number but got floating-point number");
            return false;
        }

        return true;
    }

    internal static bool Array(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out RegoArray array)
    {
        array = arguments[position - 1] as RegoArray ?? RegoArray.Empty;
        return arguments[position - 1] is RegoArray || context.WrongType(position, arguments[position - 1], "array") is not null;
    }

    internal static bool Set(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out RegoSet set)
    {
        set = arguments[position - 1] as RegoSet ?? RegoSet.Empty;
        return arguments[position - 1] is RegoSet || context.WrongType(position, arguments[position - 1], "set") is not null;
    }

    internal static bool Object(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out RegoObject entries)
    {
        entries = arguments[position - 1] as RegoObject ?? RegoObject.Empty;
        return arguments[position - 1] is RegoObject || context.WrongType(position, arguments[position - 1], "object") is not null;
    }

    /// <summary>The elements of an array or a set, in order.</summary>
    internal static bool Elements(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out IReadOnlyCollection<RegoValue> items)
    {
        items = arguments[position - 1] switch { RegoArray array => array, RegoSet set => set, _ => [] };
        return arguments[position - 1] is RegoArray or RegoSet || context.WrongType(position, arguments[position - 1], "array", "set") is not null;
    }

    /// <summary>The texts of an array or a set, in order.</summary>
    internal static bool Texts(this BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out string[] texts)
    {
        texts = [];
        if (!context.Elements(arguments, position, out IReadOnlyCollection<RegoValue> items))
        {
            return false;
        }

        texts = new string[items.Count];
        int next = 0;
        foreach (RegoValue item in items)
        {
            if (item is not RegoString text)
            {
                context.WrongElement(position, arguments[position - 1], item, "string");
                return false;
            }

            texts[next++] = text.Value;
        }

        return true;
    }

    /// <summary>A text result within the limit.</summary>
    internal static RegoValue? TextResult(this BuiltinContext context, string text) =>
        text.Length <= context.Limits.MaxText ? RegoString.Of(text) : context.LimitReached("result exceeds the limit on text length");
}
