namespace Pharos.Events;

/// <summary>
/// The log cannot answer because its environment fails: <c>log.full</c>, <c>log.io</c>, <c>log.busy</c>, <c>log.overloaded</c>, <c>log.corrupt</c>,
/// <c>log.closed</c>, and when opening <c>store.newer</c>, <c>store.readonly</c>, <c>data.in-use</c>. An append that ends so was not acknowledged and must count as
/// not recorded; repeating it with the same operation id is safe. The log tries again with the next append.
/// </summary>
public sealed class EventLogUnavailableException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable code of the failure.</summary>
    public string Code { get; } = code;
}
