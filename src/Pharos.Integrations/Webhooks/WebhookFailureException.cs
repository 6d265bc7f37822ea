namespace Pharos.Integrations.Webhooks;

/// <summary>An attempt that failed; the message names no address, because that may be a secret.</summary>
internal sealed class WebhookFailureException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether another attempt may help.</summary>
    public bool IsTransient { get; } = isTransient;
}
