using Pharos.Proposals;

namespace Pharos.Server.Hooks;

/// <summary>What came of reading a tool's call.</summary>
internal abstract record ActReading
{
    private ActReading()
    {
    }

    /// <summary>The call is this one act.</summary>
    public static ActReading One(ToolAct act) => new Read([act]);

    /// <summary>The call cannot be read.</summary>
    public static ActReading Refuse(string code, string message) => new Refused(new Problem(code, message));

    /// <summary>The call is these acts; it is allowed if every one of them is.</summary>
    public sealed record Read(IReadOnlyList<ToolAct> Acts) : ActReading;

    /// <summary>The agent announces the call again in an event that says more about it, and it is decided there.</summary>
    public sealed record Elsewhere : ActReading;

    /// <summary>The call is not what its tool takes.</summary>
    public sealed record Refused(Problem Problem) : ActReading;
}
