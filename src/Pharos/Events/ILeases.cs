namespace Pharos.Events;

/// <summary>Work that only one of several nodes on a log may do at a time. Safe for use by many threads.</summary>
public interface ILeases
{
    /// <summary>Whether this node holds a lease now; takes it when it is free. A node that dies loses it.</summary>
    /// <param name="name">What is leased, such as <c>checkpoints</c>.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    ValueTask<bool> HoldsAsync(string name, CancellationToken cancellationToken = default);
}
