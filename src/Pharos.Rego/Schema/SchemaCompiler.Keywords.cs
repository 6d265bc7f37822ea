using Pharos.Rego.Values;

namespace Pharos.Rego.Schema;

internal sealed partial class SchemaCompiler
{
    private static readonly string[] KnownTypes = ["array", "boolean", "integer", "number", "null", "object", "string"];

    private string? Text(RegoObject map, string keyword)
    {
        if (!map.TryGet(keyword, out var value))
        {
            return null;
        }

        if (value is RegoString text)
        {
            return text.Value;
        }

        WrongType("string", keyword);
        return null;
    }

    private void Types(RegoObject map, SchemaNode node)
    {
        if (!map.TryGet("type", out var value))
        {
            return;
        }

        foreach (var item in value is RegoArray list ? list : RegoArray.Of(value))
        {
            if (item is not RegoString type)
            {
                WrongType("type", "string/array of strings");
            }
            else if (!KnownTypes.Contains(type.Value))
            {
                Fail($"has a primitive type that is NOT VALID -- given: /{type.Value}/ Expected valid values are:[array boolean integer number null object string]");
            }
            else if (node.Types.Contains(type.Value))
            {
                Fail($"{type.Value} type is duplicated");
            }
            else
            {
                node.Types.Add(type.Value);
            }
        }
    }

    private void Objects(RegoObject map, SchemaNode node)
    {
        if (map.TryGet("properties", out var properties))
        {
            foreach (var entry in properties as RegoObject ?? Wrong("properties must be of type object"))
            {
                node.Properties[Key(entry)] = Child(entry.Value);
            }
        }

        node.AdditionalProperties = Flagged(map, "additionalProperties");
        if (map.TryGet("patternProperties", out var patterned))
        {
            foreach (var entry in patterned as RegoObject ?? Wrong($"Invalid type. Expected: {SchemaWord}, given: patternProperties"))
            {
                var matches = patterns(Key(entry));
                if (matches is null)
                {
                    Fail($"Invalid regex pattern '{Key(entry)}'");
                    return;
                }

                node.PatternProperties.Add((matches, Child(entry.Value)));
            }
        }

        if (FromDraft6 && map.TryGet("propertyNames", out var names))
        {
            if (names is not (RegoBoolean or RegoObject))
            {
                WrongType(SchemaWord, "patternProperties");
            }

            node.PropertyNames = Child(names);
        }

        if (!Modern)
        {
            Dependencies(map, "dependencies", node, texts: true, schemas: true);
            return;
        }

        Dependencies(map, "dependentRequired", node, texts: true, schemas: false);
        Dependencies(map, "dependentSchemas", node, texts: false, schemas: true);
        if (map.TryGet("unevaluatedProperties", out _) || map.TryGet("unevaluatedItems", out _) || map.TryGet("$dynamicRef", out _))
        {
            Fail("unevaluatedProperties, unevaluatedItems and $dynamicRef are not supported");
        }
    }

    private void Dependencies(RegoObject map, string keyword, SchemaNode node, bool texts, bool schemas)
    {
        if (!map.TryGet(keyword, out var value))
        {
            return;
        }

        foreach (var entry in value as RegoObject ?? Wrong($"{keyword} must be of type object"))
        {
            switch (entry.Value)
            {
                case RegoArray names when texts && names.All(static n => n is RegoString):
                    node.RequiredWith[Key(entry)] = [.. names.Select(static n => ((RegoString)n).Value)];
                    break;
                case RegoBoolean or RegoObject when schemas:
                    node.SchemaWith[Key(entry)] = Child(entry.Value);
                    break;
                default:
                    Fail("dependency must be of type schema or array of strings");
                    break;
            }
        }
    }

    private void Items(RegoObject map, SchemaNode node)
    {
        var first = Modern ? "prefixItems" : "items";
        if (map.TryGet(first, out var items))
        {
            if (items is RegoArray list)
            {
                if (list.Any(static i => i is not (RegoObject or RegoBoolean)))
                {
                    WrongType($"{SchemaWord}/{SchemasWord}", first);
                    return;
                }

                node.FirstItems.AddRange(list.Select(Child));
            }
            else if (items is RegoObject or RegoBoolean && !Modern)
            {
                node.OtherItems = Child(items);
            }
            else
            {
                WrongType($"{SchemaWord}/{SchemasWord}", first);
            }
        }

        // Without a list of first items, additional ones have nothing to follow on.
        if (Modern)
        {
            node.OtherItems = map.TryGet("items", out var rest) ? Child(rest) : null;
        }
        else if (Flagged(map, "additionalItems") is { } additional && node.FirstItems.Count > 0)
        {
            node.OtherItems = additional;
        }
    }

    private SchemaNode? Flagged(RegoObject map, string keyword)
    {
        if (!map.TryGet(keyword, out var value))
        {
            return null;
        }

        switch (value)
        {
            case RegoBoolean flag:
                return new SchemaNode { Fixed = flag.Value };
            case RegoObject:
                return Child(value);
            default:
                WrongType($"boolean/{SchemaWord}", keyword);
                return null;
        }
    }

    private void Numbers(RegoObject map, SchemaNode node)
    {
        if (map.TryGet("multipleOf", out var multiple))
        {
            node.MultipleOf = multiple as RegoNumber;
            if (node.MultipleOf is null)
            {
                WrongType("number", "multipleOf");
            }
            else if (node.MultipleOf.Sign <= 0)
            {
                Fail("multipleOf must be strictly greater than 0");
            }
        }

        node.Minimum = Bound(map, "minimum");
        (node.ExclusiveMinimum, node.Minimum) = Exclusive(map, "exclusiveMinimum", "minimum", node.Minimum);
        node.Maximum = Bound(map, "maximum");
        (node.ExclusiveMaximum, node.Maximum) = Exclusive(map, "exclusiveMaximum", "maximum", node.Maximum);
    }

    private RegoNumber? Bound(RegoObject map, string keyword)
    {
        if (map.TryGet(keyword, out var value) && value is not RegoNumber)
        {
            Fail($"{keyword} must be of a number");
        }

        return value as RegoNumber;
    }

    /// <summary>Draft 4 has a flag that makes the bound exclusive, later drafts a bound of its own.</summary>
    private (RegoNumber? Exclusive, RegoNumber? Inclusive) Exclusive(RegoObject map, string keyword, string inclusive, RegoNumber? bound)
    {
        if (!map.TryGet(keyword, out var value))
        {
            return (null, bound);
        }

        var flags = _dialect is JsonSchemaDialect.Draft4 or JsonSchemaDialect.Detect;
        var numbers = _dialect != JsonSchemaDialect.Draft4;
        switch (value)
        {
            case RegoBoolean flag when flags:
                if (bound is null)
                {
                    Fail($"{keyword} cannot be used without {inclusive}");
                }

                return flag.Value ? (bound, null) : (null, bound);
            case RegoNumber number when numbers:
                return (number, bound);
            default:
                WrongType(flags && numbers ? "boolean/number" : flags ? "boolean" : "number", keyword);
                return (null, bound);
        }
    }

    private void Sizes(RegoObject map, SchemaNode node)
    {
        node.MinLength = Size(map, "minLength");
        node.MaxLength = Size(map, "maxLength");
        if (node.MinLength > node.MaxLength)
        {
            Fail("minLength cannot be greater than maxLength");
        }

        node.Pattern = Text(map, "pattern");
        if (node.Pattern is not null && (node.Matches = patterns(node.Pattern)) is null)
        {
            Fail("pattern must be a valid regex");
        }

        node.Format = Text(map, "format");
        node.MinProperties = Size(map, "minProperties");
        node.MaxProperties = Size(map, "maxProperties");
        if (node.MinProperties > node.MaxProperties)
        {
            Fail("minProperties cannot be greater than maxProperties");
        }

        foreach (var name in List(map, "required") ?? RegoArray.Empty)
        {
            if (name is not RegoString text)
            {
                WrongType("string", "required");
            }
            else if (node.Required.Contains(text.Value))
            {
                Fail("required items must be unique");
            }
            else
            {
                node.Required.Add(text.Value);
            }
        }

        node.MinItems = Size(map, "minItems");
        node.MaxItems = Size(map, "maxItems");
        if (map.TryGet("uniqueItems", out var unique))
        {
            node.UniqueItems = (unique as RegoBoolean)?.Value ?? false;
            if (unique is not RegoBoolean)
            {
                Fail("uniqueItems must be of a boolean");
            }
        }
    }

    private long? Size(RegoObject map, string keyword)
    {
        if (!map.TryGet(keyword, out var value))
        {
            return null;
        }

        if (value is not RegoNumber number || !number.TryGetInt64(out var size))
        {
            Fail($"{keyword} must be of an integer");
            return null;
        }

        if (size < 0)
        {
            Fail($"{keyword} must be greater than or equal to 0");
        }

        return size;
    }

    private void Combinations(RegoObject map, SchemaNode node)
    {
        if (FromDraft6)
        {
            node.Contains = map.TryGet("contains", out var contains) ? Child(contains) : null;
            node.Constant = map.TryGet("const", out var constant) ? constant : null;
        }

        if (Modern)
        {
            node.MinContains = Size(map, "minContains") ?? 1;
            node.MaxContains = Size(map, "maxContains");
        }

        if (List(map, "enum") is { } values)
        {
            node.Enumeration = values;
            if (values.Distinct().Count() < values.Count)
            {
                Fail("enum items must be unique");
            }
        }

        node.OneOf.AddRange((List(map, "oneOf") ?? RegoArray.Empty).Select(Child));
        node.AnyOf.AddRange((List(map, "anyOf") ?? RegoArray.Empty).Select(Child));
        node.AllOf.AddRange((List(map, "allOf") ?? RegoArray.Empty).Select(Child));
        node.Not = One(map, "not");
        if (FromDraft7)
        {
            node.If = One(map, "if");
            node.Then = One(map, "then");
            node.Else = One(map, "else");
        }
    }

    private SchemaNode? One(RegoObject map, string keyword)
    {
        if (!map.TryGet(keyword, out var value))
        {
            return null;
        }

        if (value is RegoObject or RegoBoolean)
        {
            return Child(value);
        }

        Fail($"{keyword} must be of an object");
        return null;
    }

    private RegoArray? List(RegoObject map, string keyword)
    {
        if (map.TryGet(keyword, out var value) && value is not RegoArray)
        {
            Fail($"{keyword} must be of an array");
        }

        return value as RegoArray;
    }

    private RegoObject Wrong(string message)
    {
        Fail(message);
        return RegoObject.Empty;
    }

    private static string Key(KeyValuePair<RegoValue, RegoValue> entry) => (entry.Key as RegoString)?.Value ?? entry.Key.ToString();
}
