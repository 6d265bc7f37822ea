namespace Pharos.Shell.Effects.Programs;

/// <summary>What a word in the command of a service's client says that the client does.</summary>
internal enum CloudVerb
{
    /// <summary>No verb that is known: the name of a service, a resource or a value.</summary>
    None,

    /// <summary>Looks and changes nothing.</summary>
    Look,

    /// <summary>Looks when it stands alone, and is the name of a thing when a verb follows: <c>logs</c>, <c>config set</c>.</summary>
    Thing,

    /// <summary>Changes something.</summary>
    Change,

    /// <summary>Changes only settings or sign-in of this client on this machine.</summary>
    Settle,

    /// <summary>Removes something.</summary>
    Destroy,

    /// <summary>Sends files or content.</summary>
    Send,

    /// <summary>Fetches files.</summary>
    Fetch,

    /// <summary>Runs something elsewhere or opens a session there.</summary>
    Run,

    /// <summary>Prints a credential.</summary>
    Secret,
}
