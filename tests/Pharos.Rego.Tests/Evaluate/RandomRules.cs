namespace Pharos.Rego.Tests.Evaluate;

/// <summary>Draws rule sets and inputs from a seed, with few fields and values so that conditions overlap and conflict often.</summary>
internal sealed class RandomRules(Random random)
{
    private static readonly string[] Fields = ["input.a", "input.b", "input.path[0]", "input.c.d", "input.a"];
    private static readonly string[] Values = ["\"x\"", "\"y\"", "1", "1.0", "true", "false", "null", "[\"x\", 1]", "{\"k\": 1}", "\"a.b\""];
    private static readonly string[] Inputs = ["\"x\"", "\"y\"", "1", "true", "false", "null", "[\"x\",1]", "{\"k\":1}", "\"a.b\"", "\"a.x.b\"", "{\"d\":\"x\"}", "{\"d\":1}"];

    public string Module()
    {
        var rules = Enumerable.Range(0, random.Next(2, 12)).Select(_ => Rule());
        return $"package test\n\ng(z) := z\n\n{string.Join('\n', rules)}\n";
    }

    public string Input() =>
        $$"""{"a":{{Pick(Inputs)}},"b":{{Pick(Inputs)}},"c":{{Pick(Inputs)}},"path":[{{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Pick(Inputs)))}}],"l":["x","y",1]}""";

    private string Rule() => random.Next(10) switch
    {
        0 or 1 or 2 => $"p := {random.Next(2)} if {{ {Body()} }}{Else()}",
        3 or 4 => $"f(v, w) := {random.Next(3)} if {{ {Body("v", "w")} }}",
        5 => $"f({Pick(Values)}, w) := {random.Next(2)}",
        6 => $"s contains {Pick(Values)} if {{ {Body()} }}",
        7 => $"s contains m if {{ some m in input.l; {Body("m")} }}",
        8 => $"o[k] := {random.Next(2)} if {{ some k in input.l; {Body("k")} }}",
        _ => $"t contains k if {{ some k in input.l; {(random.Next(2) == 0 ? "s[k]" : "o[k] == 1")} }}",
    };

    private string Else() => random.Next(3) == 0 ? $" else := {random.Next(2)} if {{ {Body()} }}" : string.Empty;

    private string Body(params string[] arguments) =>
        string.Join("; ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Condition(arguments.Length > 0 && random.Next(2) == 0 ? Pick(arguments) : Pick(Fields))));

    private string Condition(string field) => random.Next(11) switch
    {
        0 or 1 or 2 => $"{field} == {Pick(Values)}",
        3 => $"{Pick(Values)} = {field}",
        4 => $"{field} in {{{Pick(Values)}, {Pick(Values)}}}",
        5 => $"{field}",
        6 => $"not {field} == {Pick(Values)}",
        7 => $"glob.match(\"a.{(random.Next(2) == 0 ? "*" : "**")}b\", [], {field})",
        8 => $"input.path = [{Pick(Values)}, _]",
        9 => $"g({field}) == {Pick(Values)}",
        _ => $"x{random.Next(1000)} := {field}",
    };

    private string Pick(string[] among) => among[random.Next(among.Length)];
}
