using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Events.Exchange;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>Large parts of payloads over HTTP. Agents chose their bytes, so they are only ever a download and never a page.</summary>
internal sealed class BlobEndpoint(IBlobStore blobs, ArchivedPayloads archived, LogReads reads)
{
    public void Map(RouteMap routes) => routes.Map("GET", "/api/blobs/{digest}", GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        await reads.RecordAsync(Admission.Of(context), "blob", context.RequestAborted);
        var isDigest = Digest.TryParse(context.Request.RouteValues["digest"] as string, out var digest);
        var found = isDigest ? await blobs.GetAsync(digest, context.RequestAborted) ?? await archived.BlobAsync(digest, context.RequestAborted) : null;
        if (found is not { } content)
        {
            await context.FailAsync(new Problem("blob.unknown", "There is no blob of this digest (64 hex digits of its SHA-256).", StatusCodes.Status404NotFound));
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{digest}.bin\"";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
