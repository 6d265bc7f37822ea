using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Builtins;

/// <summary>Calls a builtin with arguments written as JSON; a set is written as an object with the one key "$set".</summary>
internal static class Call
{
    internal static string Json(string name, params string[] arguments)
    {
        RegoValue? result = Value(name, out BuiltinError? error, arguments);
        return result?.ToString() ?? (error is null ? "undefined" : error.Code + " " + error.Message);
    }

    internal static RegoValue? Value(string name, out BuiltinError? error, params string[] arguments)
    {
        BuiltinRegistry.TryGet(name, out Builtin? builtin).ShouldBeTrue(name);
        builtin!.Arity.ShouldBe(arguments.Length, name);
        var context = new BuiltinContext(TimeProvider.System, seed: 7) { CurrentName = name };
        RegoValue[] values = [.. arguments.Select(static a => WithSets(RegoValue.ParseJson(a)))];
        RegoValue? result = builtin.Function(context, values);
        error = context.LastError;
        return result;
    }

    private static RegoValue WithSets(RegoValue value) => value switch
    {
        RegoObject { Count: 1 } entry when entry.TryGet("$set", out RegoValue? items) => RegoSet.Of([.. ((RegoArray)items).Select(WithSets)]),
        RegoArray array => RegoArray.From(array.Select(WithSets)),
        _ => value,
    };
}
