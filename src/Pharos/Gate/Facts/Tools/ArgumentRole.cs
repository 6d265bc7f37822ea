namespace Pharos.Gate.Facts.Tools;

/// <summary>What a tool does with an argument.</summary>
internal enum ArgumentRole
{
    /// <summary>Nothing that matters.</summary>
    Plain,

    /// <summary>Reads the file.</summary>
    Read,

    /// <summary>Looks at the folder's names.</summary>
    List,

    /// <summary>Writes the file.</summary>
    Write,

    /// <summary>Makes the folder.</summary>
    Create,

    /// <summary>Removes the file.</summary>
    Delete,

    /// <summary>Fetches the address.</summary>
    Fetch,

    /// <summary>Runs it in a shell.</summary>
    Shell,

    /// <summary>Runs it as JavaScript in a page: what it reads and sends is the page's.</summary>
    Page,

    /// <summary>Runs it as Python.</summary>
    Python,

    /// <summary>Runs it against a data base.</summary>
    Sql,

    /// <summary>Sends it to a service outside.</summary>
    Sent,
}
