using System.Globalization;

namespace Pharos.Rego.Partial;

/// <summary>Numbers the variables of an evaluation, and names them in what remains of it.</summary>
internal sealed class VariableNames
{
    private readonly List<(int First, Func<int, string>? Names)> _ranges = [];
    private readonly Dictionary<int, string> _fixed = [];
    private readonly Dictionary<int, string> _given = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "input", "data" };
    private int _next;

    /// <summary>Takes numbers for variables; the function gives the names that they were written with.</summary>
    public int Reserve(int count, Func<int, string>? names)
    {
        var first = _next;
        _next += count;
        if (_ranges.Count == 0 || names is not null || _ranges[^1].Names is not null)
        {
            _ranges.Add((first, names));
        }

        return first;
    }

    /// <summary>Keeps the name of a variable of the query.</summary>
    public void Keep(int slot, string name)
    {
        _fixed[slot] = name;
        _taken.Add(name);
    }

    /// <summary>The name of a variable: its own with a number, as several rules may use the same one.</summary>
    public string Of(int slot)
    {
        if (_fixed.TryGetValue(slot, out var name) || _given.TryGetValue(slot, out name))
        {
            return name;
        }

        var at = _ranges.BinarySearch((slot, null), Comparer<(int First, Func<int, string>? Names)>.Create((a, b) => a.First.CompareTo(b.First)));
        var (first, names) = _ranges[at < 0 ? ~at - 1 : at];
        var written = names?.Invoke(slot - first) is { } own && char.IsLetter(own[0]) ? own : "__local";
        for (var number = 1; ; number++)
        {
            name = written == "__local" ? $"__local{number.ToString(CultureInfo.InvariantCulture)}__" : written + number.ToString(CultureInfo.InvariantCulture);
            if (_taken.Add(name))
            {
                return _given[slot] = name;
            }
        }
    }
}
