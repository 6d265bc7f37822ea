namespace Pharos.Cli.Reviews.Desk;

/// <summary>What a key asks of the world outside the screen.</summary>
internal abstract record DeskEffect
{
    private DeskEffect()
    {
    }

    /// <summary>End, and give the terminal back.</summary>
    public sealed record Quit : DeskEffect;

    /// <summary>Fetch everything about a review; whether somebody asked to see it, or it only changed.</summary>
    public sealed record Load(Guid Id, bool IsAsked) : DeskEffect;

    /// <summary>Fetch the rows behind a place in the list.</summary>
    public sealed record Reach(string After) : DeskEffect;

    /// <summary>Judge a review as it was seen.</summary>
    public sealed record Judge(Guid Id, string Verdict, string? Reason, long Version) : DeskEffect;

    /// <summary>Move a review without judging it.</summary>
    public sealed record Step(Guid Id, string Name, string? Reason = null, bool IsTakeover = false) : DeskEffect;
}
