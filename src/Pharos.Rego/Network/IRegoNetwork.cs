using System.Net;

namespace Pharos.Rego.Network;

/// <summary>
/// How policies reach the network. Evaluations have none unless the host passes one in <see cref="EvaluationOptions.Network"/>: a policy that
/// may call out can leak its input and answers differently from one day to the next.
/// </summary>
public interface IRegoNetwork
{
    /// <summary>Sends a request and waits for the whole answer.</summary>
    NetworkOutcome Send(NetworkRequest request, CancellationToken cancellation);

    /// <summary>The addresses of a host name; empty with the reason where there are none.</summary>
    IReadOnlyList<IPAddress> Resolve(string host, out string? error);
}
