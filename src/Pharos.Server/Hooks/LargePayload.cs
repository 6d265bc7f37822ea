using System.IO.Pipelines;
using System.Security.Cryptography;

namespace Pharos.Server.Hooks;

/// <summary>A payload above the limit on bodies: read once without being kept, known by its hash, its length and its short top-level texts.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash in hexadecimal.</param>
/// <param name="Texts">Short texts of the outermost object.</param>
internal sealed record LargePayload(long Bytes, string Sha256, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>Largest payload that is read through, in bytes.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>A top-level text, or null when it is missing or long.</summary>
    public string? Text(string name) => Texts.GetValueOrDefault(name);

    /// <summary>Reads a body through. The server's limit on its size must have been raised to <see cref="MaximumBytes"/>.</summary>
    public static async ValueTask<LargePayload> ReadAsync(PipeReader body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var texts = new TopLevelTexts();
        var bytes = 0L;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                hash.AppendData(segment.Span);
                texts.Feed(segment.Span);
                bytes += segment.Length;
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return new LargePayload(bytes, Convert.ToHexStringLower(hash.GetHashAndReset()), texts.Found);
            }
        }
    }
}
