using Pharos.Agents.Signing;
using Pharos.Events;

namespace Pharos.Review.Experts;

/// <summary>
/// Says which key an expert signs with: the one of its latest registration. Read from its own stream at every question, so that a new key and a suspension count at once and on
/// every node.
/// </summary>
/// <param name="log">The log.</param>
public sealed class ExpertKeys(IEventLog log) : IKeyGenerations
{
    /// <inheritdoc/>
    public async ValueTask<KeyGeneration?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        Expert? expert = null;
        await foreach (var record in log.ReadStreamAsync(new ExpertId(subject).Stream, cancellationToken: cancellationToken))
        {
            expert = ExpertFold.Apply(expert, record);
        }

        return expert is null ? null : new KeyGeneration(expert.Generation, expert.RegisteredAt, expert.IsSuspended);
    }
}
