namespace Pharos.Shell.Effects;

/// <summary>A row of the catalogue, compiled from its notation.</summary>
internal sealed class ProgramSpec
{
    private readonly OptionSpec?[] _short = new OptionSpec?[128];
    private readonly Dictionary<string, OptionSpec> _long = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OptionSpec>.AlternateLookup<ReadOnlySpan<char>> _longLookup;
    private readonly List<OptionSpec> _prefixes = [];
    private readonly Dictionary<string, ProgramSpec>? _subcommands;
    private readonly List<Role> _first = [];
    private readonly List<Role> _last = [];
    private readonly Role? _repeated;

    public ProgramSpec(ProgramEntry entry)
    {
        Entry = entry;
        Does = SpecNotation.Effects(entry.Does);
        _longLookup = _long.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var role in entry.Operands.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (role[^1] == '*')
            {
                _repeated = SpecNotation.RoleOf(role[..^1]);
            }
            else
            {
                (_repeated is null ? _first : _last).Add(SpecNotation.RoleOf(role));
            }
        }

        foreach (var text in entry.Options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Add(SpecNotation.Option(text));
        }

        if (entry.Subcommands is { } rows)
        {
            _subcommands = new Dictionary<string, ProgramSpec>(StringComparer.Ordinal);
            foreach (var row in rows)
            {
                var spec = new ProgramSpec(row);
                foreach (var name in row.Names.Split(' '))
                {
                    _subcommands[name] = spec;
                }
            }
        }
    }

    public ProgramEntry Entry { get; }

    public IReadOnlyList<DoneEffect> Does { get; }

    public Traits Traits => Entry.Traits;

    public bool HasSubcommands => _subcommands is not null;

    public bool Is(Traits trait) => (Entry.Traits & trait) != Traits.None;

    /// <summary>The row of a subcommand that is described by its name.</summary>
    public ProgramSpec? OwnSubcommand(string name) => _subcommands!.GetValueOrDefault(name);

    public ProgramSpec? Subcommand(string name) =>
        _subcommands!.TryGetValue(name, out var spec) ? spec : _subcommands.GetValueOrDefault("*");

    public OptionSpec? Short(char letter) => letter < 128 ? _short[letter] : null;

    /// <summary>Finds an option of several letters by name, by unique abbreviation, or by a wildcard row.</summary>
    public OptionSpec? Long(ReadOnlySpan<char> name)
    {
        if (_longLookup.TryGetValue(name, out var exact))
        {
            return exact;
        }

        foreach (var prefix in _prefixes)
        {
            if (name.StartsWith(prefix.Prefix, StringComparison.Ordinal))
            {
                return prefix;
            }
        }

        if (!name.StartsWith("--", StringComparison.Ordinal) || name.Length < 4)
        {
            return null;
        }

        // GNU getopt takes any unambiguous abbreviation. Of several candidates the one with an effect is taken, so that a shorter spelling never hides it.
        OptionSpec? found = null;
        foreach (var (key, option) in _long)
        {
            if (key.AsSpan().StartsWith(name, StringComparison.Ordinal) && (found is null || option.Weight > found.Weight))
            {
                found = option;
            }
        }

        return found;
    }

    public Role RoleAt(int index, int count)
    {
        if (index < _first.Count)
        {
            return _first[index];
        }

        var fromEnd = count - index;
        if (fromEnd <= _last.Count && count > _first.Count + (_last.Count > 1 ? 1 : 0))
        {
            return _last[_last.Count - fromEnd];
        }

        return _repeated ?? Role.None;
    }

    private void Add(OptionSpec option)
    {
        if (option.Prefix is not null)
        {
            _prefixes.Add(option);
            return;
        }

        foreach (var name in option.Names)
        {
            if (name.Length == 2 && name[0] == '-' && name[1] < 128)
            {
                _short[name[1]] = option;
            }

            _long[name] = option;
        }
    }
}

/// <summary>One option of a program.</summary>
internal sealed record OptionSpec(IReadOnlyList<string> Names, Role? Value, bool ValueIsOptional, IReadOnlyList<DoneEffect> Does, string? Prefix)
{
    public string Key { get; } = Names[0];

    public bool TakesWord => Value is not null && !ValueIsOptional;

    /// <summary>An option that only shows something weighs nothing, so that an abbreviation is never taken for it where it may be one that acts.</summary>
    public int Weight { get; } = Does.Count(static effect => effect.Kind is not null) * 2 + (Value is not null and not Role.None ? 1 : 0);
}

/// <summary>An effect in the notation of a row. A null <paramref name="Kind"/> switches something: <c>recursive</c>, <c>quiet</c>.</summary>
internal readonly record struct DoneEffect(EffectKind? Kind, string Switch, Certainty Certainty, bool IsReversible, string? Target);
