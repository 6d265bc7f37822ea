namespace Pharos.Gate.Facts;

/// <summary>What a host's name or address reaches. Wire names are the member names in kebab case.</summary>
public enum AddressClass
{
    /// <summary>A host of the internet, as far as its name tells.</summary>
    Public,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>A private network, or a name below a domain that only one resolves.</summary>
    Private,

    /// <summary>A name without a dot: the local network, a hosts file or a program's settings say what it is.</summary>
    LocalName,

    /// <summary>The network segment alone.</summary>
    LinkLocal,

    /// <summary>A cloud's metadata service, which hands out credentials to whoever asks.</summary>
    Metadata,

    /// <summary>A public name that is made to resolve to a private address (<c>127.0.0.1.nip.io</c>).</summary>
    Wildcard,

    /// <summary>Multicast, broadcast, documentation and other addresses that are no host's.</summary>
    Reserved,

    /// <summary>Could not be read.</summary>
    Unknown,
}
