using Pharos.Rego.Values;

namespace Pharos.Rego.Schema;

/// <summary>One validation of one document.</summary>
internal sealed partial class SchemaValidation
{
    private const string Root = "(root)";
    private const int MaxDepth = 500;
    private const int MaxSteps = 1_000_000;

    private int _depth;
    private int _steps;

    /// <summary>Why the validation was given up.</summary>
    public string? Limit { get; private set; }

    public SchemaResult Run(SchemaNode node, RegoValue value, string field = Root)
    {
        var result = new SchemaResult();
        Validate(node, value, result, field);
        return result;
    }

    private static string Below(string field, string name) => field == Root ? name : $"{field}.{name}";

    private static string Below(string field, int index) => Below(field, index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string KindOf(RegoValue value) => value is RegoNumber { IsWhole: true } ? "integer" : value.KindName;

    /// <summary>Counts work beyond the look at one value: a long text is read by every pattern, and a schema that branches could have it read without end.</summary>
    private bool Spend(int steps)
    {
        _steps = Math.Min(_steps, MaxSteps) + steps;
        if (_steps > MaxSteps)
        {
            Limit ??= $"validation takes more than {MaxSteps} steps";
        }

        return Limit is null;
    }

    /// <summary>Errors are copied from level to level, which is work as well.</summary>
    private void Take(SchemaResult result, SchemaResult found)
    {
        result.Take(found);
        _steps += found.Errors.Count;
    }

    private void Validate(SchemaNode node, RegoValue value, SchemaResult result, string field)
    {
        if (Limit is not null)
        {
            return;
        }

        if (++_steps > MaxSteps)
        {
            Limit = $"validation takes more than {MaxSteps} steps";
            return;
        }

        if (++_depth > MaxDepth)
        {
            Limit = $"schema and document nest deeper than {MaxDepth}, or a reference leads back to itself";
            return;
        }

        if (node.Fixed is { } verdict)
        {
            if (!verdict)
            {
                result.Add("false", field, "False always fails validation");
            }
        }
        else if (node.Reference is not null && !node.ReferenceHasSiblings)
        {
            Validate(node.Reference, value, result, field);
        }
        else
        {
            if (node.Reference is not null)
            {
                Validate(node.Reference, value, result, field);
            }

            Keywords(node, value, result, field);
        }

        _depth--;
    }

    private void Keywords(SchemaNode node, RegoValue value, SchemaResult result, string field)
    {
        var kind = KindOf(value);
        if (node.Types.Count > 0 && !node.Types.Contains(kind) && !(value is RegoNumber && node.Types.Contains("number")))
        {
            var expected = node.Types.Count == 1 ? node.Types[0] : $"[{string.Join(',', node.Types)}]";
            result.Add("invalid_type", field, $"Invalid type. Expected: {expected}, given: {kind}");
            return;
        }

        Combinations(node, value, result, field);
        switch (value)
        {
            case RegoNumber number:
                Number(node, number, result, field);
                break;
            case RegoArray array:
                Array(node, array, result, field);
                break;
            case RegoObject map:
                Object(node, map, result, field);
                break;
            default:
                break;
        }

        Constants(node, value, result, field);
        if (value is RegoString text)
        {
            Text(node, text.Value, result, field);
        }
        else if (value is RegoObject map)
        {
            foreach (var (name, child) in node.Properties)
            {
                if (map.TryGet(name, out var below))
                {
                    Validate(child, below, result, Below(field, name));
                }
            }
        }

        result.Count();
    }

    private void Combinations(SchemaNode node, RegoValue value, SchemaResult result, string field)
    {
        if (node.AnyOf.Count > 0)
        {
            Alternatives(node.AnyOf, value, result, field, many: true);
        }

        if (node.OneOf.Count > 0)
        {
            Alternatives(node.OneOf, value, result, field, many: false);
        }

        if (node.AllOf.Count > 0)
        {
            var failed = false;
            foreach (var part in node.AllOf)
            {
                var found = Run(part, value, field);
                failed |= found.Errors.Count > 0;
                Take(result, found);
            }

            if (failed)
            {
                result.Add("number_all_of", field, "Must validate all the schemas (allOf)");
            }
        }

        if (node.Not is not null && Run(node.Not, value, field).Errors.Count == 0)
        {
            result.Add("number_not", field, "Must not validate the schema (not)");
        }

        Dependencies(node, value, result, field);
        Condition(node, value, result, field);
        result.Count();
    }

    private void Alternatives(List<SchemaNode> alternatives, RegoValue value, SchemaResult result, string field, bool many)
    {
        var valid = 0;
        SchemaResult? best = null;
        foreach (var alternative in alternatives)
        {
            var found = Run(alternative, value, field);
            if (found.Errors.Count == 0)
            {
                valid++;
                if (many)
                {
                    return;
                }
            }
            else if (valid == 0 && (best is null || found.Score > best.Score))
            {
                best = found;
            }
        }

        if (!many && valid == 1)
        {
            return;
        }

        result.Add(
            many ? "number_any_of" : "number_one_of",
            field,
            many ? "Must validate at least one schema (anyOf)" : "Must validate one and only one schema (oneOf)");
        if (valid == 0 && best is not null)
        {
            Take(result, best);
        }
    }

    private void Dependencies(SchemaNode node, RegoValue value, SchemaResult result, string field)
    {
        if (value is not RegoObject map)
        {
            return;
        }

        foreach (var (name, required) in node.RequiredWith)
        {
            foreach (var missing in map.TryGet(name, out _) ? required.Where(r => !map.TryGet(r, out _)) : [])
            {
                result.Add("missing_dependency", field, $"Has a dependency on {missing}");
            }
        }

        foreach (var (name, schema) in node.SchemaWith)
        {
            if (map.TryGet(name, out _))
            {
                Validate(schema, value, result, field);
            }
        }
    }

    private void Condition(SchemaNode node, RegoValue value, SchemaResult result, string field)
    {
        if (node.If is null)
        {
            return;
        }

        var holds = Run(node.If, value, field).Errors.Count == 0;
        if ((holds ? node.Then : node.Else) is not { } branch)
        {
            return;
        }

        var found = Run(branch, value, field);
        if (found.Errors.Count > 0)
        {
            result.Add(
                holds ? "condition_then" : "condition_else",
                field,
                holds ? "Must validate \"then\" as \"if\" was valid" : "Must validate \"else\" as \"if\" was not valid");
            Take(result, found);
        }
    }
}
