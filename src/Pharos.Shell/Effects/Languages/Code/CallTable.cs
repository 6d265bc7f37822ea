using System.Collections.Frozen;
using System.Globalization;

namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>
/// What the functions of a language do, by dotted name. A row of the embedded file is <c>names : meaning</c>. A name that begins with a dot is a method of any object,
/// <c>name.*</c> stands for everything below a name. A meaning is a list of <c>role(argument)</c>, <c>verb(argument)</c>, effects as in the catalogue, and <c>=fold(argument)</c> for the value;
/// an empty one says that the call does nothing to the world.
/// </summary>
internal sealed class CallTable
{
    private static readonly string[] Verbs = ["shell", "argv", "words", "code", "open", "import", "sql", "environment", "process"];

    private readonly FrozenDictionary<string, CallMeaning> _rows;
    private readonly FrozenDictionary<string, CallMeaning>.AlternateLookup<ReadOnlySpan<char>> _spans;

    private CallTable(Dictionary<string, CallMeaning> rows, HashSet<string> modules)
    {
        _rows = rows.ToFrozenDictionary(StringComparer.Ordinal);
        _spans = _rows.GetAlternateLookup<ReadOnlySpan<char>>();
        Modules = modules.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Modules whose loading does nothing.</summary>
    public FrozenSet<string> Modules { get; }

    public IEnumerable<string> Names => _rows.Keys;

    public static CallTable Load(string language)
    {
        var name = $"Pharos.Shell.Calls.{language}.calls";
        using var stream = typeof(CallTable).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The call table {name} is not part of the assembly.");
        using var reader = new StreamReader(stream);
        var rows = new Dictionary<string, CallMeaning>(StringComparer.Ordinal);
        var modules = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var colon = line.IndexOf(" :", StringComparison.Ordinal);
            if (colon < 0)
            {
                throw new InvalidOperationException($"The call table {language} has a row without a meaning: {line}");
            }

            var names = line[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (names[0] == "modules")
            {
                modules.UnionWith(line[(colon + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
                continue;
            }

            var meaning = Meaning(line[(colon + 2)..]);
            foreach (var row in names)
            {
                if (!rows.TryAdd(row, meaning))
                {
                    throw new InvalidOperationException($"The call table {language} has two rows for '{row}'.");
                }
            }
        }

        return new CallTable(rows, modules);
    }

    public CallMeaning? Exact(ReadOnlySpan<char> name) => _spans.TryGetValue(name, out var meaning) ? meaning : null;

    /// <summary>The row for a dotted name: its own, or that of everything below one of its beginnings.</summary>
    public CallMeaning? Find(string path)
    {
        if (_rows.TryGetValue(path, out var meaning))
        {
            return meaning;
        }

        Span<char> name = stackalloc char[128];
        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            if (dot + 2 <= name.Length)
            {
                path.AsSpan(0, dot + 1).CopyTo(name);
                name[dot + 1] = '*';
                if (_spans.TryGetValue(name[..(dot + 2)], out meaning))
                {
                    return meaning;
                }
            }
        }

        return null;
    }

    private static CallMeaning Meaning(string text)
    {
        var steps = new List<CallStep>();
        var does = new List<DoneEffect>();
        CallResult? result = null;
        foreach (var item in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var open = item.IndexOf('(');
            if (open < 0 && item[0] != '=')
            {
                does.AddRange(SpecNotation.Effects(item));
                continue;
            }

            var word = open < 0 ? item : item[..open];
            var arguments = open < 0 ? [] : item[(open + 1)..^1].Split(',');
            var first = arguments.Length == 0 ? 0 : Position(arguments[0].TrimEnd('+'));
            if (word[0] == '=')
            {
                result = new CallResult(word[1..], first);
                continue;
            }

            var isVerb = Verbs.Contains(word, StringComparer.Ordinal);
            steps.Add(new CallStep(isVerb ? word : null, isVerb ? Role.None : SpecNotation.RoleOf(word), first, arguments.Length > 1 ? Position(arguments[1]) : -2, arguments[0].EndsWith('+')));
        }

        return new CallMeaning(steps, does, result);
    }

    private static int Position(string text) => text == "self" ? -1 : int.Parse(text, CultureInfo.InvariantCulture);
}
