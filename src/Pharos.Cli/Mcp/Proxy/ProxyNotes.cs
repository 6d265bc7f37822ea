namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What went wrong, for a person to read. Bounded: a server that sends rubbish must not fill somebody's log.</summary>
/// <param name="output">Where it is read.</param>
internal sealed class ProxyNotes(TextWriter output)
{
    private const int Most = 100;

    private int _said;

    /// <summary>Says it, with its control and direction characters spelled out.</summary>
    public void Add(string what)
    {
        var number = Interlocked.Increment(ref _said);
        if (number <= Most)
        {
            output.WriteLine($"pharos mcp proxy: {Proposals.VisibleText.Of(what)}{(number == Most ? " (nothing more is said about such things)" : "")}");
        }
    }
}
