namespace Pharos.Rego.Tests.Evaluate;

/// <summary>
/// Draws a small program from a seed: rules of every kind that use each other, the input and the data. A rule only refers to those before it,
/// so none needs itself; most programs compile, and what they come to is often enough neither empty nor undefined.
/// </summary>
internal sealed class RandomProgram
{
    private static readonly string[] Scalars = ["0", "1", "2", "1.0", "\"a\"", "\"b\"", "\"k\"", "true", "false", "null", "\"\""];
    private static readonly string[] Places = ["input.a", "input.b", "input.l", "input.m", "input.m.k", "input.l[0]", "data.d.l", "data.d.m", "data.d.m.a", "data.d.s", "input.n", "input.missing", "data.d"];
    private static readonly string[] Lists = ["input.l", "data.d.l", "input.m", "data.d.m", "input.ll", "[0, 1, \"a\"]", "{\"a\", 1, \"k\"}", "{\"a\": 1, \"k\": [1, 2]}", "data.d.ll"];
    private static readonly string[] Values = ["0", "1", "2", "\"a\"", "\"b\"", "\"k\"", "true", "false", "null", "[1,\"a\"]", "{\"k\":1}", "[]", "{}", "{\"a\":{\"k\":1}}"];

    private readonly Random _random;
    private readonly List<(string Name, char Kind, int Arity)> _rules = [];
    private int _variables;

    public RandomProgram(int seed)
    {
        _random = new Random(seed);
        for (var names = _random.Next(3, 9); names > 0; names--)
        {
            Define();
        }
    }

    /// <summary>The rules, each a text of its own, so that a failing program can be made smaller.</summary>
    public List<string> Rules { get; } = [];

    public IEnumerable<string> Names => _rules.Where(r => r.Kind != 'f').Select(r => r.Name);

    public static string Module(IEnumerable<string> rules) => $"package test\n\n{string.Join("\n\n", rules)}\n";

    public string Input() =>
        $$"""{"a":{{Value()}},"b":{{Value()}},"n":{{_random.Next(4)}},"l":[{{Several(Value)}}],"ll":[{{Several(() => $"[{Several(Value)}]")}}],"m":{"k":{{Value()}},"a":{{Value()}} } }""";

    public string Data() =>
        $$"""{"d":{"s":{{Value()}},"l":[{{Several(Value)}}],"ll":[{{Several(() => $"[{Several(Value)}]")}}],"m":{"a":{{Value()}},"b":{{Value()}} } } }""";

    private void Define()
    {
        var name = $"r{_rules.Count}";
        var kind = Pick('c', 'c', 'd', 's', 's', 'o', 'o', 'f', 'f', 't');
        var arity = kind == 'f' ? _random.Next(1, 3) : 0;
        for (var rules = kind == 't' ? 2 : _random.Next(1, 4); rules > 0; rules--)
        {
            Rules.Add(Rule(name, kind, arity, rules));
        }

        if (kind == 'd' || (kind == 'f' && _random.Next(4) == 0))
        {
            Rules.Add($"default {name}{(arity == 0 ? "" : arity == 1 ? "(_)" : "(_, _)")} := {Pick(Scalars)}");
        }

        _rules.Add((name, kind, arity));
    }

    private string Rule(string name, char kind, int arity, int number)
    {
        var scope = new List<string>();
        if (kind == 'f')
        {
            var parameters = Enumerable.Range(0, arity).Select(_ => Parameter(scope)).ToList();
            return $"{name}({string.Join(", ", parameters)}) := {Chain(scope, s => Term(s, 2), scope.Count)}";
        }

        if (kind is 's' || (kind == 't' && number == 1))
        {
            return kind == 's' ? $"{name} contains {WithBody(scope, s => Term(s, 1))}" : $"{name}.x contains {WithBody(scope, s => Term(s, 1))}";
        }

        if (kind is 'o' or 't')
        {
            // The key comes out of a loop more often than not.
            var key = Pick("k", "k", "\"a\"", "\"b\"");
            var loop = key == "k" ? $"some k, v in {Pick(Lists)}\n\t" : "";
            scope.AddRange(key == "k" ? ["k", "v"] : []);
            var inner = kind == 't' ? $"{name}.y[{key}]" : _random.Next(5) == 0 ? $"{name}[{key}].z" : $"{name}[{key}]";
            var body = Body(scope, 2);
            return $"{inner} := {Term(scope, 1)} if {{\n\t{loop}{body}\n}}";
        }

        return $"{name} := {Chain(scope, s => _random.Next(3) == 0 ? Term(s, 2) : Pick(Scalars), 0)}";
    }

    private string Parameter(List<string> scope)
    {
        switch (_random.Next(6))
        {
            case 0:
                return Pick(Scalars);
            case 1:
                return $"[{New(scope, 'p')}, {New(scope, 'p')}]";
            default:
                return New(scope, 'p');
        }
    }

    /// <summary>A value and the body that its variables come from; the body is drawn first.</summary>
    private string WithBody(List<string> scope, Func<List<string>, string> value)
    {
        if (_random.Next(8) == 0)
        {
            return value(scope);
        }

        var body = Body(scope, 2);
        return $"{value(scope)} if {{\n\t{body}\n}}";
    }

    /// <summary>A value and body, perhaps with alternatives, which see the parameters only.</summary>
    private string Chain(List<string> scope, Func<List<string>, string> value, int parameters)
    {
        var outer = scope.Take(parameters).ToList();
        var chain = WithBody(scope, value);
        while (chain.EndsWith('}') && chain.Contains(" if {", StringComparison.Ordinal) && _random.Next(4) == 0)
        {
            chain += $" else := {WithBody([.. outer], value)}";
        }

        return chain;
    }

    private string Body(List<string> scope, int depth) => string.Join("\n\t", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Literal(scope, depth)));

    private string Literal(List<string> scope, int depth)
    {
        switch (_random.Next(depth > 0 ? 16 : 9))
        {
            case 0:
                var term = Term(scope, depth);
                return $"{New(scope)} := {term}";
            case 1:
                var list = Collection(scope);
                return $"some {New(scope)} in {list}";
            case 2:
                var pairs = Collection(scope);
                return $"some {New(scope)}, {New(scope)} in {pairs}";
            case 3:
                var place = Pick(Lists[..5]);
                return _random.Next(2) == 0 ? $"{place}[{New(scope)}] == {Term(scope, 0)}" : $"{New(scope)} = {place}[_]";
            case 4 or 5:
                return $"{Term(scope, depth)} {Pick("==", "==", "!=", "<", ">=", "=")} {Term(scope, 0)}";
            case 6:
                return $"{Term(scope, 0)} in {Collection(scope)}";
            case 7:
                return Term(scope, depth);
            case 8:
                return $"{Pick("input.a", "input.b", "input.m.k", "input.n")} == {Pick(Scalars)}";
            case 9 or 10:
                return $"not {Test(scope, depth - 1)}";
            case 11:
                var domain = Collection(scope);
                var inner = new List<string>(scope);
                var (first, second) = (New(inner), New(inner));
                return $"every {(_random.Next(2) == 0 ? $"{first}, " : "")}{second} in {domain} {{\n\t\t{Test(_random.Next(2) == 0 ? inner : [.. scope, second], depth - 1)}\n\t}}";
            case 12:
                var pair = Collection(scope);
                return $"[{New(scope)}, {New(scope)}] = {(_random.Next(2) == 0 ? $"{pair}[_]" : $"[{Term(scope, 0)}, {Term(scope, 0)}]")}";
            case 13:
                var variable = New(scope);
                return $"{variable} = {Term([.. scope.Where(v => v != variable)], depth - 1)}";
            default:
                return $"{Test(scope, depth - 1)} with {Replacement(scope)}";
        }
    }

    /// <summary>A statement that binds nothing that is seen outside.</summary>
    private string Test(List<string> scope, int depth) => _random.Next(4) switch
    {
        0 => $"{Term(scope, depth)} in {Collection(scope)}",
        1 => Term(scope, depth),
        _ => $"{Term(scope, depth)} {Pick("==", "!=", "<")} {Term(scope, 0)}",
    };

    private string Replacement(List<string> scope)
    {
        var rules = _rules.Where(r => r.Kind != 't').ToList();
        if (rules.Count > 0 && _random.Next(2) == 0)
        {
            var rule = Pick([.. rules]);
            return $"data.test.{rule.Name} as {Term(scope, 0)}";
        }

        return $"{Pick("input.a", "input", "data.d.s", "data.d", "input.m.k", "data.d.l")} as {Term(scope, 0)}";
    }

    private string Collection(List<string> scope) => _rules.Count == 0 || _random.Next(3) > 0 ? Pick(Lists) : Known(scope, 0);

    private string Term(List<string> scope, int depth)
    {
        if (depth <= 0 || _random.Next(3) == 0)
        {
            return _random.Next(4) switch
            {
                0 => Pick(Scalars),
                1 => Pick(Places),
                _ => scope.Count > 0 ? Pick([.. scope]) : Pick(Places),
            };
        }

        switch (_random.Next(12))
        {
            case 0:
                return $"[{Term(scope, depth - 1)}, {Term(scope, depth - 1)}]";
            case 1:
                return $"{{{Term(scope, depth - 1)}, {Term(scope, depth - 1)}}}";
            case 2:
                return $"{{\"a\": {Term(scope, depth - 1)}, \"k\": {Term(scope, depth - 1)}}}";
            case 3 or 4:
                var inner = new List<string>(scope);
                var loop = $"some {New(inner)} in {Collection(scope)}";
                var rest = _random.Next(2) == 0 ? "" : $"; {Literal(inner, depth - 1).Replace("\n\t", " ", StringComparison.Ordinal)}";
                return Pick($"[{Term(inner, 0)} | {loop}{rest}]", $"{{{Term(inner, 0)} | {loop}{rest}}}", $"{{{Term(inner, 0)}: {inner[^1]} | {loop}{rest}}}");
            case 5:
                return $"{Pick("count", "sum", "max", "sort", "type_name", "is_string")}({Pick(Lists[..5])})";
            case 6:
                return $"object.get({Pick("input.m", "data.d.m")}, {Term(scope, 0)}, {Term(scope, 0)})";
            case 7:
                return $"{Pick("input.n", "input.a", "data.d.s")} {Pick("+", "-", "*")} {Pick("1", "2", "input.n")}";
            case 8:
                return $"{Pick("input.l", "data.d.m", "input.m")}[{Term(scope, 0)}]";
            default:
                return Known(scope, depth - 1);
        }
    }

    /// <summary>Something that an earlier rule defines.</summary>
    private string Known(List<string> scope, int depth)
    {
        if (_rules.Count == 0)
        {
            return Pick(Places);
        }

        var rule = Pick([.. _rules]);
        var name = _random.Next(3) == 0 ? $"data.test.{rule.Name}" : rule.Name;
        return rule.Kind switch
        {
            'f' => $"{name}({string.Join(", ", Enumerable.Range(0, rule.Arity).Select(_ => Term(scope, depth)))})",
            's' or 'o' when _random.Next(2) == 0 => $"{name}[{Term(scope, 0)}]",
            't' => Pick($"{name}.x", $"{name}.y", $"{name}.y[{Term(scope, 0)}]", name),
            _ => name,
        };
    }

    private string New(List<string> scope, char first = 'v')
    {
        var name = $"{first}{_variables++}";
        scope.Add(name);
        return name;
    }

    private string Several(Func<string> one) => string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => one()));

    private string Value() => Pick(Values);

    private T Pick<T>(params T[] among) => among[_random.Next(among.Length)];
}
