namespace Pharos.Integrations.Webhooks;

/// <summary>Where a webhook is and how it is asked. Not a record: its text must not show the secret.</summary>
/// <param name="recipient">Who is behind it: a subject of tokens.</param>
/// <param name="url">Its address, which may be a secret itself.</param>
/// <param name="secret">What its requests are signed with.</param>
public sealed class WebhookOptions(string recipient, Uri url, ReadOnlyMemory<byte> secret)
{
    /// <summary>Who is behind it.</summary>
    public string Recipient { get; } = recipient;

    /// <summary>Its address.</summary>
    public Uri Url { get; } = url;

    /// <summary>What its requests are signed with.</summary>
    public ReadOnlyMemory<byte> Secret { get; } = secret;

    /// <summary>How long one attempt may take. Default: 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts after the first. Default: 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The pause before the second attempt; it doubles. Default: 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it is left alone when most attempts fail. Default: 30 s.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(30);
}
