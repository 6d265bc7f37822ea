namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Says which tools the client is not shown, and why. The client only sees a shorter list, and an empty one looks like a broken server.</summary>
/// <param name="notes">Where a person reads it.</param>
/// <param name="options">The server's name.</param>
internal sealed class WithheldTools(ProxyNotes notes, ProxyOptions options)
{
    private const int MostNames = 10;

    private readonly Lock _gate = new();
    private string _said = "";

    /// <summary>Says it of a whole list, unless it was said of the one before.</summary>
    public void Tell(IReadOnlyCollection<ListedTool> tools)
    {
        var withheld = tools.Where(static tool => !tool.IsShown).GroupBy(static tool => (tool.Answer.Rule, tool.Answer.Reason, tool.Answer.IsWaiting)).ToList();
        var words = withheld.ConvertAll(group => InWords(group.Key, [.. group.Select(static tool => tool.Name).Order(StringComparer.Ordinal)], tools.Count));
        lock (_gate)
        {
            if (string.Join('\n', words) is var all && all != _said)
            {
                _said = all;
                words.ForEach(notes.Add);
            }
        }
    }

    private string InWords((string Rule, string Reason, bool IsWaiting) why, IReadOnlyList<string> names, int listed)
    {
        var shown = string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? " …" : "");
        var next = why.IsWaiting ? $" They wait for somebody: pharos mcp pins list --server {options.Name}, and pharos mcp pins approve --server {options.Name} once they are read." : "";
        return $"{names.Count} of {listed} tools are withheld ({shown}). {why.Reason} Rule {why.Rule}.{next}";
    }
}
