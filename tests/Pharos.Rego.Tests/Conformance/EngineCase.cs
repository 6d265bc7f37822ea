using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Conformance;

/// <summary>
/// A case of another engine's own set. Modules are of the earlier dialect, errors of builtins fail, and in what is wanted a mapping with the
/// one key <c>set!</c> is a set, <c>object!</c> an object of listed entries and <c>many!</c> one value for each input or solution.
/// </summary>
internal sealed class EngineCase
{
    private const string Asked = "value_of_expression_";

    private static readonly EvaluationLimits Limits = new() { MaximumSteps = 5_000_000, MaximumTime = TimeSpan.FromMinutes(1) };

    private readonly RegoObject _fields;

    private EngineCase(string file, RegoObject fields)
    {
        File = file;
        _fields = fields;
    }

    public string File { get; }

    public string Name => $"{File}: {(Field("note") is RegoString note ? note.Value : "")}";

    public bool WantsError => Field("error") is not null;

    /// <summary>The other engine does not run these cases either.</summary>
    public bool IsSkipped => RegoBoolean.True.Equals(Field("skip"));

    private string Query => Field("query") is RegoString query ? query.Value.Trim() : Field("query")!.ToString();

    private bool IsStrict => !RegoBoolean.False.Equals(Field("strict"));

    private CompileOptions Dialect => new() { RegoVersion = File.EndsWith("bindings.yaml", StringComparison.Ordinal) ? RegoVersion.V1 : RegoVersion.V0, ExperimentalKeywords = true };

    public static IEnumerable<EngineCase> Load(string root) =>
        from file in Directory.EnumerateFiles(root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let document = YamlValue.Parse(System.IO.File.ReadAllText(file), out _).ShouldBeOfType<RegoObject>(file)
        from item in document.TryGet("cases", out var cases) ? (RegoArray)cases : RegoArray.Empty
        select new EngineCase(Path.GetRelativePath(root, file).Replace('\\', '/'), (RegoObject)item);

    /// <summary>Why the case does not come to what it says; null where it does.</summary>
    public string? WrongAnswer()
    {
        if (Compile(out var problem) is not { } program)
        {
            return problem;
        }

        var inputs = Many(Field("input")) ?? [Field("input")];
        var found = new List<RegoValue>();
        foreach (var input in inputs)
        {
            if (Solve(program, input, found) is { } wrong)
            {
                return wrong;
            }
        }

        // Sets are read from the notation, which leaves no doubt about what is a set.
        var wanted = Many(Field("want_result")) ?? (Field("no_result") is not null ? [] : [Field("want_result")]);
        var want = wanted.Where(w => w is not RegoString { Value: "#undefined" }).Select(w => Decode(w ?? RegoNull.Instance).ToString()).ToList();
        var got = found.Select(f => f.ToString()).ToList();
        return want.Order(StringComparer.Ordinal).SequenceEqual(got.Order(StringComparer.Ordinal), StringComparer.Ordinal) ? null
            : $"wanted {string.Join(" | ", want)}, got {string.Join(" | ", got)}";
    }

    /// <summary>Whether compiling the case, its query or any of its rules is an error.</summary>
    public bool IsRefused() =>
        Compile(out _) is not { } program || Solve(program, Field("input"), []) is not null
        || program.Prepare("data").Evaluate(Field("input"), Options) is EvaluationOutcome.Failed;

    private EvaluationOptions Options => new() { Limits = Limits, StrictErrors = IsStrict };

    private RegoProgram? Compile(out string problem)
    {
        var modules = Field("modules") is RegoArray texts ? texts.Select((text, i) => new RegoModule($"m{i}.rego", text is RegoString source ? source.Value : "")) : [];
        var outcome = RegoProgram.Compile([.. modules], Decode(Field("data") ?? RegoObject.Empty) as RegoObject, Dialect);
        problem = outcome is CompileOutcome.Rejected rejected ? rejected.Diagnostics[0].ToString() : "";
        return (outcome as CompileOutcome.Compiled)?.Program;
    }

    /// <summary>Adds a value for each solution: its variables, or else the values of its expressions.</summary>
    private string? Solve(RegoProgram program, RegoValue? input, List<RegoValue> found)
    {
        var lines = Query.Split(['\n', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var named = string.Join("; ", lines.Select((line, i) => $"{Asked}{i} := {line}{(lines.Length > 1 ? $"; {Asked}{i} != false" : "")}"));
        if (!program.TryPrepareQuery(named, out var query, out _) && !program.TryPrepareQuery(Query, out query, out var diagnostics))
        {
            return diagnostics[0].ToString();
        }

        var outcome = query!.Evaluate(input is null ? null : Decode(input), Options);
        found.AddRange(outcome is EvaluationOutcome.Defined { Value: RegoArray solutions } ? solutions.Select(s => Solution((RegoObject)s)) : []);
        return outcome is EvaluationOutcome.Failed failed ? $"{failed.Code}: {failed.Message}" : null;
    }

    private static RegoValue Solution(RegoObject bindings)
    {
        var values = bindings.Where(b => IsAsked(b.Key)).Select(b => b.Value).ToList();
        var rest = new RegoObject.Builder();
        foreach (var (name, value) in bindings.Where(b => !IsAsked(b.Key)))
        {
            rest.Set(name, value);
        }

        return rest.Count > 0 || values.Count == 0 ? rest.Build() : values.Count == 1 ? values[0] : RegoArray.From(values);
    }

    private static bool IsAsked(RegoValue name) => name is RegoString text && text.Value.StartsWith(Asked, StringComparison.Ordinal);

    private static IEnumerable<RegoValue?>? Many(RegoValue? value) => value is RegoObject map && map.TryGet("many!", out var list) ? (RegoArray)list : null;

    private static RegoValue Decode(RegoValue value)
    {
        if (value is RegoArray array)
        {
            return RegoArray.From(array.Select(Decode));
        }

        if (value is not RegoObject map)
        {
            return value;
        }

        if (map.TryGet("set!", out var items))
        {
            return RegoSet.Of([.. ((RegoArray)items).Select(Decode)]);
        }

        var entries = new RegoObject.Builder();
        if (map.TryGet("object!", out var listed))
        {
            foreach (var entry in ((RegoArray)listed).Cast<RegoObject>())
            {
                entries.Set(Decode(entry.TryGet("key", out var key) ? key : RegoNull.Instance), Decode(entry.TryGet("value", out var held) ? held : RegoNull.Instance));
            }
        }
        else
        {
            foreach (var (key, held) in map)
            {
                entries.Set(key, Decode(held));
            }
        }

        return entries.Build();
    }

    private RegoValue? Field(string name) => _fields.TryGet(name, out var value) ? value : null;
}
