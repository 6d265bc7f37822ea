using Pharos.Rego.Values;

namespace Pharos.Gate.Policy;

/// <summary>An engine elsewhere that is asked for the gate's document. Safe for use by many threads.</summary>
public interface IRemotePolicies
{
    /// <summary>Asks for <c>data.pharos.gate</c>. Bounded in time; a failure is an answer, never an exception.</summary>
    /// <param name="input">The whole policy input.</param>
    /// <param name="mayCache">Whether an earlier answer to the same input will do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RemoteAnswer> AskAsync(RegoObject input, bool mayCache, CancellationToken cancellationToken);
}
