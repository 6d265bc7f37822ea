using Pharos.Rego.Values;

namespace Pharos.Rego.Schema;

/// <summary>Reads the keywords of a schema in the order in which OPA does, and stops at the first that is wrong.</summary>
internal sealed partial class SchemaCompiler(RegoValue schema, JsonSchemaDialect dialect, Func<string, Func<string, bool>?> patterns)
{
    private const int MaxDepth = 200;
    private const string SchemaWord = "valid schema";
    private const string SchemasWord = "array of valid schemas";

    private readonly Dictionary<string, SchemaNode> _referenced = new(StringComparer.Ordinal);
    private Dictionary<string, RegoValue>? _named;
    private JsonSchemaDialect _dialect = dialect;
    private int _depth;

    public string? Error { get; private set; }

    private bool Modern => _dialect == JsonSchemaDialect.Draft202012;

    private bool FromDraft6 => _dialect != JsonSchemaDialect.Draft4;

    private bool FromDraft7 => _dialect is not (JsonSchemaDialect.Draft4 or JsonSchemaDialect.Draft6);

    public SchemaNode? Compile()
    {
        if (schema is not (RegoObject or RegoBoolean))
        {
            Fail("schema is invalid");
            return null;
        }

        Detect();
        var root = new SchemaNode();
        _referenced["#"] = root;
        _referenced[""] = root;
        Read(schema, root);
        return Error is null ? root : null;
    }

    private void Detect()
    {
        if (_dialect != JsonSchemaDialect.Detect || schema is not RegoObject map || !map.TryGet("$schema", out var named))
        {
            return;
        }

        if (named is not RegoString text)
        {
            Fail("$schema must be of type string");
            return;
        }

        _dialect = text.Value.TrimEnd('#') switch
        {
            "http://json-schema.org/draft-04/schema" => JsonSchemaDialect.Draft4,
            "http://json-schema.org/draft-06/schema" => JsonSchemaDialect.Draft6,
            "http://json-schema.org/draft-07/schema" => JsonSchemaDialect.Draft7,
            "https://json-schema.org/draft/2020-12/schema" => JsonSchemaDialect.Draft202012,
            _ => JsonSchemaDialect.Detect,
        };
    }

    private void Fail(string message) => Error ??= message;

    private void WrongType(string expected, string keyword) => Fail($"Invalid type. Expected: {expected}, given: {keyword}");

    private SchemaNode Child(RegoValue value)
    {
        var node = new SchemaNode();
        if (Error is null && ++_depth > MaxDepth)
        {
            Fail($"schemas nest deeper than {MaxDepth}");
        }

        if (Error is null)
        {
            Read(value, node);
        }

        _depth--;
        return node;
    }

    private void Read(RegoValue value, SchemaNode node)
    {
        if (value is RegoBoolean fixedValue && FromDraft6)
        {
            node.Fixed = fixedValue.Value;
            return;
        }

        if (value is not RegoObject map)
        {
            Fail($"Expected: {SchemaWord}, given: Invalid JSON");
            return;
        }

        Definitions(map, "definitions");
        if (Modern)
        {
            Definitions(map, "$defs");
        }

        Text(map, "title");
        Text(map, "description");
        if (Text(map, "$ref") is { } reference && Error is null)
        {
            node.Reference = Resolve(reference);
            node.ReferenceHasSiblings = Modern;
            if (!Modern)
            {
                return;
            }
        }

        Types(map, node);
        Objects(map, node);
        Items(map, node);
        Numbers(map, node);
        Sizes(map, node);
        Combinations(map, node);
    }

    private void Definitions(RegoObject map, string keyword)
    {
        if (!map.TryGet(keyword, out var value))
        {
            return;
        }

        if (value is not RegoObject definitions || definitions.Any(static d => d.Value is not (RegoBoolean or RegoObject)))
        {
            WrongType(SchemasWord, keyword);
            return;
        }

        foreach (var definition in definitions)
        {
            Child(definition.Value);
        }
    }

    private SchemaNode? Resolve(string reference)
    {
        if (_referenced.TryGetValue(reference, out var known))
        {
            return known;
        }

        if (Find(reference) is not { } target)
        {
            return null;
        }

        if (target is not (RegoObject or RegoBoolean))
        {
            Fail("valid schema must be of type object");
            return null;
        }

        // The node is known before it is read, so that a schema may lead back to itself.
        var node = _referenced[reference] = new SchemaNode();
        if (++_depth > MaxDepth)
        {
            Fail($"schemas nest deeper than {MaxDepth}");
            return null;
        }

        Read(target, node);
        _depth--;
        return node;
    }

    private RegoValue? Find(string reference)
    {
        if (reference is not ['#', '/', ..])
        {
            _named ??= Names();
            if (_named.TryGetValue(reference, out var named))
            {
                return named;
            }

            Fail(reference.StartsWith('#') || !reference.Contains("://", StringComparison.Ordinal)
                ? $"Reference {reference} must be canonical"
                : $"remote reference loading disabled: {reference}");
            return null;
        }

        var at = schema;
        foreach (var part in Uri.UnescapeDataString(reference[2..]).Split('/'))
        {
            var key = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            RegoValue? below = null;
            _ = at switch
            {
                RegoObject map => map.TryGet(key, out below),
                RegoArray list when int.TryParse(key, System.Globalization.NumberStyles.None, null, out var index) && index < list.Count =>
                    (below = list[index]) is not null,
                _ => false,
            };
            if (below is null)
            {
                Fail($"Object has no key '{key}'");
                return null;
            }

            at = below;
        }

        return at;
    }

    /// <summary>The parts of the schema that carry a name of their own.</summary>
    private Dictionary<string, RegoValue> Names()
    {
        var names = new Dictionary<string, RegoValue>(StringComparer.Ordinal);
        var waiting = new Stack<RegoValue>([schema]);
        while (waiting.TryPop(out var value))
        {
            if (value is RegoObject map)
            {
                foreach (var key in (ReadOnlySpan<string>)["$id", "id", "$anchor"])
                {
                    if (map.TryGet(key, out var name) && name is RegoString text)
                    {
                        names.TryAdd(key == "$anchor" ? "#" + text.Value : text.Value, map);
                    }
                }

                foreach (var entry in map)
                {
                    waiting.Push(entry.Value);
                }
            }
            else if (value is RegoArray list)
            {
                foreach (var item in list)
                {
                    waiting.Push(item);
                }
            }
        }

        return names;
    }
}
