using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

/// <summary>
/// The syntax tree as OPA gives it in JSON, without locations: terms are objects of a type and a value, statements of an index and their terms.
/// One instance writes one module or query, because wildcards are numbered through it.
/// </summary>
internal sealed partial class AstJson
{
    private int _wildcards;
    private bool _notBodies;

    /// <summary>A module, with its comments where there are any.</summary>
    public static RegoObject Of(Module module)
    {
        var writer = new AstJson { _notBodies = module.Imports.Any(static i => i.Path is ["future", "keywords", "not"]) };
        var json = new RegoObject.Builder();
        json.Set("package", Fields(("path", writer.Reference(new VariableTerm(module.PackageLocation, "data"), Texts(module.Package)))));
        Add(json, "imports", module.Imports.Select(writer.Import));
        Add(json, "rules", module.Rules.Select(writer.Rule));
        Add(json, "comments", module.Comments.Select(c => Comment(module.File, c)));
        return json.Build();
    }

    /// <summary>The statements of a query or a body.</summary>
    public static RegoArray Of(IReadOnlyList<Literal> body) => new AstJson().Body(body);

    /// <summary>One rule.</summary>
    public static RegoObject OfRule(Rule rule) => new AstJson().Rule(rule);

    /// <summary>One term.</summary>
    public static RegoObject Of(Term term) => new AstJson().Json(term);

    internal static RegoObject Fields(params ReadOnlySpan<(string Name, RegoValue? Value)> fields)
    {
        var json = new RegoObject.Builder(fields.Length);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                json.Set(name, value);
            }
        }

        return json.Build();
    }

    private static void Add(RegoObject.Builder json, string name, IEnumerable<RegoValue> items)
    {
        var list = RegoArray.From(items);
        if (list.Count > 0)
        {
            json.Set(name, list);
        }
    }

    private static RegoObject Comment(string file, Comment comment) => Fields(
        ("Text", RegoString.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(comment.Text)))),
        ("Location", Fields(("file", RegoString.Of(file)), ("row", RegoNumber.Of(comment.Row)), ("col", RegoNumber.Of(comment.Column)))));

    private static IEnumerable<Term> Texts(IEnumerable<string> path) => path.Select(static p => (Term)new ScalarTerm(default, RegoString.Of(p)));

    private RegoObject Import(Import import) => Fields(
        ("path", Typed("ref", Reference(new VariableTerm(import.Location, import.Path[0]), Texts(import.Path.Skip(1))))),
        ("alias", import.Alias is null ? null : RegoString.Of(import.Alias)));

    private RegoObject Rule(Rule rule)
    {
        var head = Head(rule);
        var alternative = rule.Else is null ? null : Rule(rule.Else);
        var body = rule.Body.Count > 0 ? Body(rule.Body) : RegoArray.Of(Statement(0, Json(new ScalarTerm(rule.Location, RegoBoolean.True))));
        return Fields(("default", rule.IsDefault ? RegoBoolean.True : null), ("head", head), ("body", body), ("else", alternative));
    }

    private RegoObject Head(Rule rule)
    {
        var reference = Reference(new VariableTerm(rule.Location, rule.Name), rule.Path);
        var arguments = rule.Parameters.Count == 0 ? null : RegoArray.From(rule.Parameters.Select(Json));
        var value = rule.Value is null ? null : Json(rule.Value);
        var contains = rule.Kind == RuleKind.Contains;

        // A rule at a reference of two parts keeps the form that partial objects once had: the second part is its key.
        var pair = rule.Kind == RuleKind.Value && rule.Path.Count == 1 && !rule.IsDefault;
        var keyed = pair && (rule.Body.Count == 0 || IsVariable(rule.Path[0]));
        var named = rule.Path.Count == 0 || (pair && (rule.Body.Count == 0 || rule.HasValue));
        return Fields(
            ("name", named ? RegoString.Of(rule.Name) : null),
            ("ref", reference),
            ("args", arguments),
            ("key", contains ? value : keyed ? (RegoObject)reference[1] : null),
            ("value", contains ? null : value),
            ("assign", rule.Assigns ? RegoBoolean.True : null));
    }

    private static bool IsVariable(Term term) => term switch
    {
        ScalarTerm => false,
        ArrayTerm array => array.Items.Any(IsVariable),
        SetTerm set => set.Items.Any(IsVariable),
        ObjectTerm entries => entries.Entries.Any(static e => IsVariable(e.Key) || IsVariable(e.Value)),
        _ => true,
    };
}
