using Pharos.Proposals;

namespace Pharos.Review.Experts;

/// <summary>What an expert says of itself when it registers.</summary>
public sealed record ExpertProfile
{
    /// <summary>Most kinds, capabilities or workspaces.</summary>
    public const int MaximumNames = 32;

    /// <summary>Longest name of a kind or a capability in characters.</summary>
    public const int MaximumNameCharacters = 64;

    /// <summary>Most tasks at a time that may be asked for.</summary>
    public const int MaximumCapacity = 32;

    /// <summary>Highest cost.</summary>
    public const double MaximumCost = 1_000_000;

    /// <summary>The kinds of tasks it takes: <c>judge</c>, <c>work</c>, or any other name.</summary>
    /// <remarks>Whatever a record holds here, what is no name at all must not stop who chooses among all others; the same is so for <see cref="Capabilities"/> and <see cref="Workspaces"/>.</remarks>
    public required IReadOnlyList<string> Kinds { get; init => field = Named(value); }

    /// <summary>What it is good at, such as <c>security</c> or <c>sql</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init => field = Named(value); } = [];

    /// <summary>Roots of the workspaces it works in; none for all of them.</summary>
    public IReadOnlyList<string> Workspaces { get; init => field = Named(value); } = [];

    /// <summary>What a task costs with it, in any unit; only compared with other experts. Default 0.</summary>
    public double Cost { get; init; }

    /// <summary>Most tasks it takes at a time; judgements are counted by themselves, so that nobody's work keeps it from judging. Default 4.</summary>
    public int Capacity { get; init; } = 4;

    /// <summary>What is wrong with it; null for nothing.</summary>
    public Problem? Check() =>
        Kinds.Count is 0 or > MaximumNames ? new Problem("expert.kinds", $"\"kinds\" holds 1 to {MaximumNames} names such as judge or work.")
        : Capabilities.Count > MaximumNames ? new Problem("expert.capabilities", $"\"capabilities\" holds at most {MaximumNames} names.")
        : Kinds.Concat(Capabilities).FirstOrDefault(name => !IsName(name)) is { } wrong ? new Problem("expert.name", $"\"{wrong}\" is no name: 1 to {MaximumNameCharacters} lower-case letters, digits and . _ -")
        : Workspaces.Count > MaximumNames || Workspaces.Any(root => root is null || !root.StartsWith('/') || root.Length > 4096) ? new Problem("expert.workspaces", $"\"workspaces\" holds at most {MaximumNames} absolute paths.")
        : !(Cost is >= 0 and <= MaximumCost) ? new Problem("expert.cost", $"\"cost\" is a number from 0 to {MaximumCost:0}.")
        : Capacity is < 1 or > MaximumCapacity ? new Problem("expert.capacity", $"\"capacity\" is 1 to {MaximumCapacity}.")
        : null;

    /// <summary>Whether a text can name a kind or a capability.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaximumNameCharacters } && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_' or '-');

    private static IReadOnlyList<string> Named(IReadOnlyList<string>? names) => names is null ? [] : names.Any(static name => name is null) ? [.. names.OfType<string>()] : names;

    /// <summary>Whether it works in a workspace; one that nobody named is everybody's.</summary>
    public bool WorksIn(string? workspace) =>
        workspace is null || Workspaces.Count == 0 || Workspaces.Any(root => workspace == root || (workspace.StartsWith(root, StringComparison.Ordinal) && (root.EndsWith('/') || workspace[root.Length] == '/')));
}
