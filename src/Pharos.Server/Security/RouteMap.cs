using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pharos.Server.Security;

/// <summary>Maps endpoints from the rows of the <see cref="RouteTable"/>; nothing else maps routes.</summary>
internal sealed class RouteMap(IEndpointRouteBuilder routes)
{
    private readonly Dictionary<(string Method, string Pattern), RouteRow> _open = RouteTable.Rows.ToDictionary(row => (row.Method, row.Pattern));

    /// <summary>Maps the row of this method and pattern.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="pattern">The row's pattern, letter for letter.</param>
    /// <param name="handler">Answers the request. It has passed the doorkeeper.</param>
    /// <param name="failureShape">How failures are said; default problem+json.</param>
    public void Map(string method, string pattern, RequestDelegate handler, IFailureShape? failureShape = null)
    {
        if (!_open.Remove((method, pattern), out var row))
        {
            throw new InvalidOperationException($"{method} {pattern} has no row in the route table, or was mapped twice.");
        }

        var endpoint = routes.MapMethods(pattern, [method], handler).WithMetadata(row).WithDisplayName(row.ToString());
        if (failureShape is not null)
        {
            endpoint.WithMetadata(failureShape);
        }
    }

    /// <summary>Fails when a row of the table was not mapped.</summary>
    public void Finish()
    {
        if (_open.Count > 0)
        {
            throw new InvalidOperationException($"Rows of the route table without an endpoint: {string.Join(", ", _open.Values)}");
        }
    }
}
