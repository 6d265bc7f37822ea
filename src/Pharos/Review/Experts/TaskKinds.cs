namespace Pharos.Review.Experts;

/// <summary>The kinds of tasks that mean something to the server; any other name is between the agents.</summary>
public static class TaskKinds
{
    /// <summary>An opinion on a review. Only tokens with the role expert give one.</summary>
    public const string Judge = "judge";

    /// <summary>Anything one agent hands another.</summary>
    public const string Work = "work";
}
