using Microsoft.AspNetCore.Http;
using Pharos.Review;

namespace Pharos.Server.Review.Links;

/// <summary>What the form of a confirm page sends back.</summary>
internal sealed record LinkForm(string Confirm, long? Version, string? Reason)
{
    public const string ConfirmField = "confirm";
    public const string VersionField = "version";

    // The longest reason, each character written as twelve of a form, and the rest.
    private const int MaximumBytes = (Judgement.MaximumReasonCharacters * 12) + 1024;

    /// <summary>Reads a form; null when there is none of these.</summary>
    public static async Task<LinkForm?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentType!.StartsWith("multipart", StringComparison.OrdinalIgnoreCase) || context.Request.ContentLength is null or > MaximumBytes)
        {
            return null;
        }

        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form[ConfirmField] is [{ } confirm]
                ? new LinkForm(confirm, long.TryParse(form[VersionField], out var version) ? version : null, form["reason"] is [{ Length: > 0 and <= Judgement.MaximumReasonCharacters } reason] ? reason : null)
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
