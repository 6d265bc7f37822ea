namespace Pharos.Integrations.Opa;

/// <summary>Why a remote OPA gave no answer that can be used.</summary>
internal sealed class OpaProblemException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether asking again at once may help.</summary>
    public bool IsTransient => isTransient;
}
