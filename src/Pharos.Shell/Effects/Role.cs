namespace Pharos.Shell.Effects;

/// <summary>What an operand or an option's value means to a program. The table notation uses the names in kebab case.</summary>
internal enum Role
{
    /// <summary>Text without an effect: a pattern, a number, a message.</summary>
    None,

    /// <summary>A file that is read.</summary>
    Read,

    /// <summary>A file that is created or overwritten.</summary>
    Write,

    /// <summary>A file that is changed in place.</summary>
    Edit,

    /// <summary>A file or folder that is removed.</summary>
    Delete,

    /// <summary>A file or folder that is taken away from where it is and kept elsewhere.</summary>
    Move,

    /// <summary>A file or folder whose names or attributes are looked at.</summary>
    List,

    /// <summary>A file or folder that is made; undone by removing it.</summary>
    Create,

    /// <summary>A file whose content is run.</summary>
    Script,

    /// <summary>A text that a shell runs.</summary>
    Shell,

    /// <summary>Code in the program's own language.</summary>
    Code,

    /// <summary>The first word of a command: this and everything after it is run.</summary>
    Command,

    /// <summary>A URL that is talked to.</summary>
    Url,

    /// <summary>A URL whose content is fetched.</summary>
    Fetch,

    /// <summary>A URL that is fetched, or a path that is read.</summary>
    UrlOrPath,

    /// <summary>A host.</summary>
    Host,

    /// <summary>An address that is listened on: by others, unless it is this machine's own.</summary>
    Bind,

    /// <summary><c>host:path</c> or a path, as a source.</summary>
    RemoteSource,

    /// <summary><c>host:path</c> or a path, as a destination.</summary>
    RemoteTarget,

    /// <summary>A package to install.</summary>
    Package,

    /// <summary>A folder the program changes to first.</summary>
    Folder,

    /// <summary>A process, service or machine.</summary>
    Process,

    /// <summary>A device, partition or file system.</summary>
    Device,

    /// <summary>Perhaps a path: read when it looks like one.</summary>
    Guess,

    /// <summary>Perhaps a path: written when it looks like one.</summary>
    GuessWrite,

    /// <summary>A file that is read and perhaps written beside or over (converters, formatters).</summary>
    Convert,

    /// <summary>A program that is run without arguments of its own.</summary>
    Program,

    /// <summary>A key that the program uses for its purpose without printing it.</summary>
    Key,

    /// <summary>A library or plug-in that is loaded and run.</summary>
    Library,

    /// <summary><c>NAME=value</c>, an assignment for what runs.</summary>
    Assignment,
}
