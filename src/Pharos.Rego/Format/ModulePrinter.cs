using System.Text;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Format;

/// <summary>Writes one module or query. What holds comments in places that have no line of their own is kept as it is written.</summary>
internal sealed partial class ModulePrinter
{
    private readonly SourceTokens _tokens;
    private readonly FormatWriter _writer;

    /// <summary>Whether some rule stands at a longer reference: then heads are written with dots, else with brackets.</summary>
    private bool _longHeads;

    public ModulePrinter(SourceTokens tokens, IReadOnlyList<Comment> comments)
    {
        _tokens = tokens;
        var rows = new HashSet<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            for (var row = tokens[i].Row; row <= tokens.EndRow(i); row++)
            {
                rows.Add(row);
            }
        }

        _writer = new FormatWriter(comments, rows);
    }

    public string Print(IReadOnlyList<Literal> body)
    {
        Block(body);
        return _writer.Finish();
    }

    public string Print(Module module, bool isUpgrade)
    {
        _writer.Before(module.PackageLocation.Row);
        _writer.Put("package " + Path(module.Package, _tokens.IndexOf(module.PackageLocation) + 1));
        _writer.End(module.PackageLocation.Row);
        _writer.Blank();
        var imports = isUpgrade || module.Imports.Any(static i => i.Path is ["rego", "v1"])
            ? [.. module.Imports.Where(static i => i.Path is not ["future", "keywords", ..] || i.Path is ["future", "keywords", "not" or "and" or "or"])]
            : module.Imports;
        if (isUpgrade && imports.All(static i => i.Path is not ["rego", "v1"]))
        {
            _writer.Put("import rego.v1");
            _writer.Blank();
        }

        _longHeads = module.Rules.Any(static r => r.Path.Count > 1 || (r.Kind == RuleKind.Contains && r.Path.Count == 1));
        var next = 0;
        for (var i = 0; i < module.Rules.Count; i++)
        {
            next = Imports(imports, next, module.Rules[i].Location.Row);
            RuleAlone(module.Rules[i]);
            if (i + 1 == module.Rules.Count || !AreGrouped(module.Rules[i], module.Rules[i + 1]))
            {
                _writer.Blank();
            }
        }

        Imports(imports, next, int.MaxValue);
        return _writer.Finish();
    }

    /// <summary>Imports up to a row; those without a blank line between them are sorted.</summary>
    private int Imports(IReadOnlyList<Import> imports, int next, int row)
    {
        while (next < imports.Count && imports[next].Location.Row < row)
        {
            var end = next + 1;
            while (end < imports.Count && imports[end].Location.Row - imports[end - 1].Location.Row <= 1)
            {
                end++;
            }

            _writer.Before(imports[next].Location.Row);
            var group = imports.Skip(next).Take(end - next).ToList();
            var kept = group.ToDictionary(static i => i, i => _writer.TakeBehind(i.Location.Row));
            foreach (var import in group.OrderBy(static i => i, ImportOrder.Instance))
            {
                _writer.Put("import " + Path(import.Path, _tokens.IndexOf(import.Location) + 1) + (import.Alias is null ? "" : " as " + import.Alias));
                _writer.Put(kept[import] is { } comment ? " " + comment : "");
                _writer.End();
            }

            _writer.Blank();
            next = end;
        }

        return next;
    }

    /// <summary>A path that starts at a token; keywords stay in brackets where they were written so.</summary>
    private string Path(IReadOnlyList<string> path, int at)
    {
        var text = new StringBuilder();
        for (var i = 0; i < path.Count; i++)
        {
            var bracketed = _tokens.Is(at, TokenKind.LeftBracket);
            text.Append(i == 0 ? path[i]
                : IsName(path[i]) && !(bracketed && IsKeyword(path[i])) ? "." + path[i]
                : $"[{RegoString.Of(path[i]).ToJson()}]");
            at += i == 0 ? 1 : bracketed ? 3 : 2;
        }

        return text.ToString();
    }

    private static bool IsKeyword(string text) => LanguageKeywords.Always.Contains(text) || LanguageKeywords.Imported.Contains(text);

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Adjacent rules of one line each stay together.</summary>
    private static bool AreGrouped(Rule rule, Rule next) =>
        IsOneLiner(rule) && IsOneLiner(next) && next.Location.Row == rule.Location.Row + 1;

    private static bool IsOneLiner(Rule rule) => rule is { IsDefault: false, Else: null, Body.Count: <= 1 } && rule.Body is not [TermLiteral { Term: SetTerm }];
}
